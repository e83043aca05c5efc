package dev.brisk.cli.evaluation;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Samples;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the values within a quantized model are from the same values of the float model. Both
 * models run with these values as further outputs; a value is recognized by its name, which a
 * quantized model gives on with a suffix to the floats that codes stand for, and with another to a
 * value whose channels were multiplied by factors.
 */
public final class LayerErrors {
  private static final String DECODED = "_DequantizeLinear_Output";
  private static final String EQUALIZED = "_equalized";

  private final Model before;
  private final Model after;
  private final Map<String, Comparison> pairs = new LinkedHashMap<>();

  private LayerErrors(Model before, Model after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Measures nodes.
   *
   * @param nodes the nodes of the quantized model to measure, by name
   * @return by node the signal to noise ratio of its result in decibels, without those that have no
   *     counterpart in the float model
   */
  public static Map<String, Double> measure(
      Model before,
      Model after,
      List<String> nodes,
      Samples samples,
      Accelerator accelerator,
      CompileOptions options,
      Progress progress) {
    LayerErrors errors = new LayerErrors(before, after);
    nodes.forEach(errors::find);
    if (errors.pairs.isEmpty()) {
      return Map.of();
    }
    try (Executable first =
            accelerator.compile(
                watching(before, errors.pairs.values().stream().map(Comparison::before).toList()),
                options);
        Executable second =
            accelerator.compile(
                watching(after, errors.pairs.values().stream().map(Comparison::after).toList()),
                options)) {
      for (int i = 0; i < samples.size(); i++) {
        progress.update("comparing layers", i, samples.size());
        errors.add(first, second, samples.get(i).inputs());
      }
    }
    Map<String, Double> decibels = new LinkedHashMap<>();
    errors.pairs.forEach((node, pair) -> decibels.put(node, pair.decibels()));
    decibels.values().removeIf(value -> !Double.isFinite(value));
    return decibels;
  }

  private void find(String label) {
    for (Node node : after.graph().nodes()) {
      if (node.label().equals(label)) {
        String result = result(after.graph(), node.output(0));
        String name = result.replace(DECODED, "");
        boolean equalized = name.endsWith(EQUALIZED) && before.graph().producer(name) == null;
        String original = equalized ? name.substring(0, name.length() - EQUALIZED.length()) : name;
        if (before.graph().producer(original) != null && after.graph().producer(result) != null) {
          pairs.put(label, new Comparison(original, result, equalized));
        }
        return;
      }
    }
  }

  /** The floats that a value's codes stand for, if it is turned to codes; else the value. */
  private static String result(Graph graph, String value) {
    Node coder = consumer(graph, value, "QuantizeLinear");
    Node decoder = coder == null ? null : consumer(graph, coder.output(0), "DequantizeLinear");
    return decoder == null ? value : decoder.output(0);
  }

  private static @Nullable Node consumer(Graph graph, String value, String operator) {
    return graph.consumers(value).stream()
        .filter(node -> node.is(operator))
        .findFirst()
        .orElse(null);
  }

  private static Model watching(Model model, List<String> values) {
    GraphBuilder builder = model.graph().toBuilder();
    for (String value : values.stream().distinct().toList()) {
      if (!model.graph().isOutput(value)) {
        builder.output(Value.tensor(value, ElementType.FLOAT32, null));
      }
    }
    return model.withGraph(builder.build());
  }

  private void add(Executable first, Executable second, Map<String, Tensor> inputs) {
    Map<String, Tensor> expected = first.run(inputs);
    Map<String, Tensor> actual = second.run(inputs);
    for (Comparison pair : pairs.values()) {
      pair.add(
          Objects.requireNonNull(expected.get(pair.before())),
          Objects.requireNonNull(actual.get(pair.after())));
    }
    List<Tensor> all = new ArrayList<>(expected.values());
    all.addAll(actual.values());
    all.forEach(Tensor::close);
  }
}
