package dev.brisk.benchmarks.model;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gives the normalizations of an untrained network the statistics that training would have left in
 * them: the mean and variance of each channel over a batch, itself normalized by those before.
 *
 * <p>Without them the activations of different inputs grow alike from layer to layer, until every
 * input gets the same answer. For the same end the last layer's bias takes away the mean of each
 * output. The numbers are rounded to {@value #KEPT_BITS} bits, so that how one machine rounds
 * hardly shows in its model.
 */
public final class BatchStatistics {
  private static final int KEPT_BITS = 12;
  private static final String MEAN = ".measured_mean";
  private static final String VARIANCE = ".measured_variance";

  private final Graph graph;

  private BatchStatistics(Graph graph) {
    this.graph = graph;
  }

  /** The model, which must end in a layer with a bias, with what a batch of inputs leaves in it. */
  public static Model fit(Model model, Map<String, Tensor> batch, Accelerator accelerator) {
    BatchStatistics statistics = new BatchStatistics(model.graph());
    Model measuring = model.withGraph(statistics.measuring());
    CompileOptions options = CompileOptions.defaults().threads(1);
    try (Executable executable = accelerator.compile(measuring, options)) {
      return model.withGraph(statistics.fitted(executable.run(batch)));
    }
  }

  private List<Node> normalizations() {
    return graph.nodes().stream().filter(node -> node.is("BatchNormalization")).toList();
  }

  /** The graph with each normalization replaced by nodes that compute the statistics as well. */
  private Graph measuring() {
    GraphBuilder builder = graph.toBuilder();
    builder.nodes(graph.nodes().stream().filter(node -> !node.is("BatchNormalization")).toList());
    normalizations().forEach(node -> measure(builder, node));
    return builder.build();
  }

  private void measure(GraphBuilder builder, Node node) {
    String label = node.name();
    String x = node.input(0);
    String scale = wide(builder, node.input(1));
    String shift = wide(builder, node.input(2));
    Tensor smallest = SeededWeights.filled(node.attributes().floatOr("epsilon", 1e-5f));
    String epsilon = builder.initializer(label + ".epsilon", smallest);

    String mean = channelMean(builder, label + MEAN, x);
    String centered = builder.node("Sub", label + ".centered", List.of(x, mean));
    String square = builder.node("Mul", label + ".square", List.of(centered, centered));
    String variance = channelMean(builder, label + VARIANCE, square);
    String raised = builder.node("Add", label + ".raised", List.of(variance, epsilon));
    String deviation = builder.node("Sqrt", label + ".deviation", List.of(raised));
    String unit = builder.node("Div", label + ".unit", List.of(centered, deviation));
    String scaled = builder.node("Mul", label + ".scaled", List.of(unit, scale));
    builder.node("Add", node.output(0), List.of(scaled, shift));

    Shape channels = Shape.of(1, values(node.input(1)).elements(), 1, 1);
    builder.output(mean, ElementType.FLOAT32, channels);
    builder.output(variance, ElementType.FLOAT32, channels);
  }

  private static String channelMean(GraphBuilder builder, String label, String x) {
    Attribute axes = Attribute.of("axes", new long[] {0, 2, 3});
    return builder.node("ReduceMean", label, List.of(x), axes, Attribute.of("keepdims", 1));
  }

  private String wide(GraphBuilder builder, String parameter) {
    Tensor values = values(parameter);
    return builder.initializer(parameter + ".wide", values.reshape(1, values.elements(), 1, 1));
  }

  private Tensor values(String parameter) {
    return Objects.requireNonNull(graph.initializers().get(parameter), parameter).tensor();
  }

  private Graph fitted(Map<String, Tensor> measured) {
    GraphBuilder builder = graph.toBuilder();
    for (Node node : normalizations()) {
      set(builder, node.input(3), floats(measured, node.name() + MEAN));
      set(builder, node.input(4), floats(measured, node.name() + VARIANCE));
    }
    String answer = graph.outputs().get(0).name();
    Node last = Objects.requireNonNull(graph.producer(answer), answer);
    set(builder, last.input(2), negatedMean(floats(measured, answer), values(last.input(2))));
    return builder.build();
  }

  private static float[] floats(Map<String, Tensor> measured, String name) {
    return Objects.requireNonNull(measured.get(name), name).toFloatArray();
  }

  private static float[] negatedMean(float[] outputs, Tensor bias) {
    float[] mean = new float[(int) bias.elements()];
    float share = (float) mean.length / outputs.length;
    for (int i = 0; i < outputs.length; i++) {
      mean[i % mean.length] -= outputs[i] * share;
    }
    return mean;
  }

  private static void set(GraphBuilder builder, String parameter, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = rounded(values[i]);
    }
    builder.initializer(parameter, Tensor.of(values, values.length));
  }

  private static float rounded(float value) {
    int shift = KEPT_BITS - 1 - Math.getExponent(value);
    return (float) Math.scalb(Math.rint(Math.scalb((double) value, shift)), -shift);
  }
}
