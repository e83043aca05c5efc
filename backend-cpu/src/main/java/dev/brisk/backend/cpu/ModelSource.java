package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.brisk.Model;
import dev.brisk.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Gives ONNX Runtime a model: the file it came from, or one written for the purpose. */
final class ModelSource {
  private ModelSource() {}

  static OrtSession open(OnnxRuntime runtime, Model model, SessionOptions options)
      throws OrtException {
    Path file = model.source().filter(ModelSource::isOnnxFile).orElse(null);
    return file == null
        ? openWritten(runtime, model, options)
        : runtime.environment().createSession(file.toString(), options);
  }

  private static boolean isOnnxFile(Path source) {
    return source.toString().endsWith(".onnx") && Files.isRegularFile(source);
  }

  private static OrtSession openWritten(OnnxRuntime runtime, Model model, SessionOptions options)
      throws OrtException {
    Path folder = temporaryFolder();
    try {
      Path file = folder.resolve("model.onnx");
      model.save(file);
      return runtime.environment().createSession(file.toString(), options);
    } finally {
      delete(folder);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("brisk-compile-");
    } catch (IOException e) {
      throw new StorageException(
          "No temporary folder could be made to hand a model to ONNX Runtime: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.getLogger("dev.brisk.onnxruntime")
          .log(System.Logger.Level.DEBUG, "A temporary folder stays", e);
    }
  }
}
