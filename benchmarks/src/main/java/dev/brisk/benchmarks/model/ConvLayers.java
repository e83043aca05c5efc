package dev.brisk.benchmarks.model;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.util.List;

/**
 * Adds the layers of an image classifier to a graph, written as exporters write them. A layer's
 * label names its node and its output and begins the names of its weights. Not thread-safe.
 */
final class ConvLayers {
  private static final int OPSET = 17;
  private static final double BRANCH_SCALE = 0.1;
  private static final float EPSILON = 1e-5f;

  private final GraphBuilder graph;
  private final SeededWeights weights;

  ConvLayers(String name, long seed) {
    graph = Graph.builder(name);
    weights = new SeededWeights(seed);
  }

  /** A square window that keeps the size when its stride is 1. */
  record Window(int size, int stride) {
    Attribute[] attributes(int groups) {
      long pad = size / 2;
      return new Attribute[] {
        Attribute.of("dilations", new long[] {1, 1}),
        Attribute.of("group", groups),
        Attribute.of("kernel_shape", new long[] {size, size}),
        Attribute.of("pads", new long[] {pad, pad, pad, pad}),
        Attribute.of("strides", new long[] {stride, stride})
      };
    }
  }

  /** The input: images of so many channels and pixels, the batch free. */
  String image(int channels, int size) {
    return graph.input("image", ElementType.FLOAT32, BatchShape.of(channels, size, size));
  }

  /** A convolution without a bias and its normalization, {@code label.conv} and {@code .bn}. */
  String normalizedConv(String label, String x, int in, int out, Window window, int groups) {
    return normalizedConv(label, x, in, out, window, groups, 1);
  }

  /**
   * The end of a branch that is added to a shortcut. Its scale is small, as training leaves it: a
   * branch as loud as its shortcut would let what little rounding differs grow from block to block.
   */
  String branchEnd(String label, String x, int in, int out) {
    return normalizedConv(label, x, in, out, new Window(1, 1), 1, BRANCH_SCALE);
  }

  private String normalizedConv(
      String label, String x, int in, int out, Window window, int groups, double scale) {
    String weight =
        heNormal(
            label + ".conv.weight",
            (long) in / groups * window.size() * window.size(),
            out,
            in / groups,
            window.size(),
            window.size());
    String sums =
        graph.node("Conv", label + ".conv", List.of(x, weight), window.attributes(groups));
    return normalization(label + ".bn", sums, out, scale);
  }

  private String normalization(String label, String x, int channels, double typical) {
    Tensor scales = weights.normal(label + ".weight", typical, 0.1 * typical, channels);
    String scale = tensor(scales, label + ".weight");
    String shift = tensor(weights.normal(label + ".bias", 0, 0.1, channels), label + ".bias");
    String mean = tensor(SeededWeights.filled(0, channels), label + ".running_mean");
    String variance = tensor(SeededWeights.filled(1, channels), label + ".running_var");
    return graph.node(
        "BatchNormalization",
        label,
        List.of(x, scale, shift, mean, variance),
        Attribute.of("epsilon", EPSILON),
        Attribute.of("momentum", 0.9f));
  }

  String relu(String label, String x) {
    return graph.node("Relu", label, List.of(x));
  }

  /** A ReLU that stops at 6. */
  String relu6(String label, String x) {
    String low = tensor(SeededWeights.filled(0), label + ".min");
    String high = tensor(SeededWeights.filled(6), label + ".max");
    return graph.node("Clip", label, List.of(x, low, high));
  }

  String add(String label, String left, String right) {
    return graph.node("Add", label, List.of(left, right));
  }

  String maxPool(String label, String x, Window window) {
    long pad = window.size() / 2;
    return graph.node(
        "MaxPool",
        label,
        List.of(x),
        Attribute.of("kernel_shape", new long[] {window.size(), window.size()}),
        Attribute.of("pads", new long[] {pad, pad, pad, pad}),
        Attribute.of("strides", new long[] {window.stride(), window.stride()}));
  }

  /** The mean of each channel, then a fully connected layer: the model is complete. */
  Model classifier(String x, int in, int classes) {
    String pooled = graph.node("GlobalAveragePool", "avgpool", List.of(x));
    String flat = graph.node("Flatten", "flatten", List.of(pooled), Attribute.of("axis", 1));
    String weight = heNormal("fc.weight", in, classes, in);
    String bias = tensor(SeededWeights.filled(0, classes), "fc.bias");
    String logits =
        graph.node("Gemm", "logits", List.of(flat, weight, bias), Attribute.of("transB", 1));
    graph.output(logits, ElementType.FLOAT32, BatchShape.of(classes));
    return Model.of(graph.build(), ModelInfo.of(OPSET));
  }

  private String heNormal(String name, long fanIn, long... dims) {
    return tensor(weights.heNormal(name, fanIn, dims), name);
  }

  private String tensor(Tensor tensor, String name) {
    return graph.initializer(name, tensor);
  }
}
