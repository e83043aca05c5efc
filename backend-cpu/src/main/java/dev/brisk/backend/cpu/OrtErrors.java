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
    return String.valueOf(e.getMessage()).contains("but the computed output shape");
  }

  static ClosedException closed(String model) {
    return new ClosedException(
        Shutdown.hasBegun()
            ? "The Java process is ending, so " + model + " can run no more"
            : "The executable of " + model + " is closed; compile the model again to run it");
  }

  /** The message without ONNX Runtime's own source positions and status codes. */
  private static String clean(OrtException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^Error code - \\w+ - message: ", "")
        .replaceFirst("^Load model from \\S+ failed:", "")
        .replace("Exception during loading: ", "")
        .replaceFirst(
            "Non-zero status code returned while running (\\S+) node\\. Name:", "$1 node ")
        .replaceFirst(" Status Message:", ":")
        .replaceAll("/\\S+\\.(cc|h):\\d+ [^()]*\\([^()]*\\)( const)? ", "")
        .replaceAll("\\[ONNXRuntimeError\\] : \\d+ : \\w+ : ", "")
        .strip();
  }
}
