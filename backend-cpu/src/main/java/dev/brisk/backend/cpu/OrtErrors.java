package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtException;
import dev.brisk.BriskException;
import dev.brisk.ClosedException;
import dev.brisk.RunFailedException;
import dev.brisk.UnsupportedModelException;

/** ONNX Runtime's failures as Brisk's exceptions. */
final class OrtErrors {
  private OrtErrors() {}

  static BriskException inCompile(OrtException e, String model) {
    return switch (e.getCode()) {
      case ORT_NOT_IMPLEMENTED, ORT_INVALID_GRAPH, ORT_FAIL ->
          new UnsupportedModelException(
              "ONNX Runtime cannot compile " + model + ": " + clean(e), e);
      default ->
          new RunFailedException("ONNX Runtime failed to compile " + model + ": " + clean(e), e);
    };
  }

  static RunFailedException inRun(OrtException e, String model) {
    return new RunFailedException("ONNX Runtime failed to run " + model + ": " + clean(e), e);
  }

  /** Whether a run failed because an output has another shape than the memory given for it. */
  static boolean isOtherShape(OrtException e) {
    return String.valueOf(e.getMessage()).contains("shape verification failed");
  }

  static ClosedException closed(String model) {
    return new ClosedException(
        Shutdown.hasBegun()
            ? "The Java process is ending, so " + model + " can run no more"
            : "The executable of " + model + " is closed; compile the model again to run it");
  }

  private static String clean(OrtException e) {
    String message = String.valueOf(e.getMessage());
    return message.replaceFirst("^Error code - \\w+ - message: ", "").strip();
  }
}
