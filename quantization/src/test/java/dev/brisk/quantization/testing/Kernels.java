package dev.brisk.quantization.testing;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.brisk.Model;
import dev.brisk.graph.Node;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What ONNX Runtime makes of a model. */
public final class Kernels {
  private Kernels() {}

  /** How often each operator occurs in the model that it runs in place of the given one. */
  public static Map<String, Integer> of(Model model, Path folder) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : optimized(model, folder).graph().nodes()) {
      counts.merge(node.operator(), 1, Integer::sum);
    }
    return counts;
  }

  private static Model optimized(Model model, Path folder) {
    Path file = folder.resolve("model.onnx");
    Path optimized = folder.resolve("optimized.onnx");
    model.save(file);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizedModelFilePath(optimized.toString());
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      options.addConfigEntry("session.qdqisint8allowed", "1"); // As it is on Arm by default.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      environment.createSession(file.toString(), options).close();
      return Model.load(optimized);
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }
}
