package dev.brisk.quantization.reconstruction;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The means of the results of layers by channel, the second dimension. */
public final class LayerMeans {
  private LayerMeans() {}

  /**
   * Measures layers.
   *
   * @param layers convolutions and Gemm nodes of the model
   * @return by layer, the means of each sample in the order of the samples
   * @throws CancelledException if the thread is interrupted
   */
  public static Map<Node, List<double[]>> measure(
      Model model,
      Collection<Node> layers,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator) {
    GraphBuilder builder = model.graph().toBuilder();
    FreshNames names = FreshNames.of(model.graph());
    Map<Node, String> values = new LinkedHashMap<>();
    for (Node layer : layers) {
      String result = layer.output(0);
      String value =
          layer.is("Gemm")
              ? result
              : builder.node("GlobalAveragePool", names.make(result + "_means"), List.of(result));
      values.put(layer, value);
    }
    builder.outputs(
        values.values().stream()
            .map(value -> Value.tensor(value, ElementType.FLOAT32, null))
            .toList());
    Map<Node, List<double[]>> means = new LinkedHashMap<>();
    try (Executable executable = accelerator.compile(model.withGraph(builder.build()))) {
      for (Map<String, Tensor> sample : samples) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancelledException("The correction of biases was interrupted");
        }
        Map<String, Tensor> results = executable.run(sample);
        values.forEach(
            (layer, value) ->
                means
                    .computeIfAbsent(layer, l -> new ArrayList<>())
                    .add(of(Objects.requireNonNull(results.get(value), value))));
        results.values().forEach(Tensor::close);
      }
    }
    return means;
  }

  /** The means over a batch of the numbers of each channel. */
  public static double[] of(Tensor result) {
    int batch = Math.toIntExact(result.shape().dim(0));
    float[] numbers = result.toFloatArray();
    double[] means = new double[numbers.length / Math.max(1, batch)];
    for (int i = 0; i < numbers.length; i++) {
      means[i % means.length] += numbers[i] / (double) batch;
    }
    return means;
  }
}
