package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.brisk.Model;
import dev.brisk.StorageException;
import dev.brisk.internal.onnx.ModelTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives ONNX Runtime a model in the way that takes the least memory.
 *
 * <p>A small one is encoded in memory. ONNX Runtime copies a message that it is given, so of a
 * large one it gets a file: that which the model came from, else a temporary one with the weights
 * beside it, which ONNX Runtime maps and lets go one by one, where there is room for one.
 */
final class ModelSource {
  private static final long SMALL = 64 << 20;

  /** What a buffer does not hold. */
  private static final long HUGE = Integer.MAX_VALUE;

  private ModelSource() {}

  static OrtSession open(OnnxRuntime runtime, Model model, SessionOptions options)
      throws OrtException {
    ModelTransfer transfer = new ModelTransfer(model);
    Path file = model.source().filter(ModelSource::isOnnxFile).orElse(null);
    try {
      if (transfer.size() > SMALL && file != null) {
        return runtime.environment().createSession(file.toString(), options);
      }
      return transfer.size() > SMALL && (transfer.size() >= HUGE || TemporaryFolder.arePossible())
          ? openWritten(runtime, transfer, options)
          : runtime.environment().createSession(transfer.inMemory(), options);
    } catch (IOException e) {
      throw new StorageException(
          "The model could not be written to the temporary folder %s for ONNX Runtime: %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  /**
   * ONNX Runtime finds no path with characters beyond 16 bits: JNI hands them out in another way.
   */
  private static boolean isOnnxFile(Path source) {
    String path = source.toString();
    return path.endsWith(".onnx")
        && path.chars().noneMatch(unit -> Character.isSurrogate((char) unit))
        && Files.isRegularFile(source);
  }

  private static OrtSession openWritten(
      OnnxRuntime runtime, ModelTransfer transfer, SessionOptions options)
      throws OrtException, IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("compile")) {
      return runtime
          .environment()
          .createSession(transfer.inFolder(folder.path()).toString(), options);
    }
  }
}
