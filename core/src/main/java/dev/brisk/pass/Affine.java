package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import org.jspecify.annotations.Nullable;

/** y = scale * x + shift with one scale and one shift for each channel: what some nodes compute. */
final class Affine {
  private final double @Nullable [] scale;
  private final double[] shift;

  private Affine(double @Nullable [] scale, double[] shift) {
    this.scale = scale;
    this.shift = shift;
  }

  /** The scale of each channel; null if all are 1. */
  double @Nullable [] scale() {
    return scale;
  }

  /** The shift of each channel. */
  double[] shift() {
    return shift;
  }

  /**
   * What a node computes from a value of the given rank and number of channels, which are on axis
   * 1; null if it is not of this kind.
   */
  static @Nullable Affine of(Node node, String value, int rank, int channels, Model model) {
    if (!node.domain().isEmpty() || model.opset("") < 7) {
      return null;
    }
    Graph graph = model.graph();
    return switch (node.operator()) {
      case "BatchNormalization" -> normalization(node, value, channels, model);
      case "Add" -> {
        double[] other = other(node, value, rank, channels, graph, true);
        yield other == null ? null : new Affine(null, other);
      }
      case "Sub" -> {
        double[] other = other(node, value, rank, channels, graph, false);
        yield other == null ? null : new Affine(null, negated(other));
      }
      case "Mul" -> {
        double[] other = other(node, value, rank, channels, graph, true);
        yield other == null ? null : new Affine(other, new double[channels]);
      }
      case "Div" -> {
        double[] other = other(node, value, rank, channels, graph, false);
        yield other == null ? null : new Affine(inverted(other), new double[channels]);
      }
      default -> null;
    };
  }

  private static double @Nullable [] other(
      Node node, String value, int rank, int channels, Graph graph, boolean commutes) {
    boolean first = node.input(0).equals(value);
    Initializer constant = graph.constant(node.input(first ? 1 : 0));
    if (constant == null || (!first && !commutes)) {
      return null;
    }
    return Channels.of(constant.tensor(), rank, channels);
  }

  private static double[] negated(double[] values) {
    double[] negated = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      negated[i] = -values[i];
    }
    return negated;
  }

  private static double[] inverted(double[] values) {
    double[] inverted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      inverted[i] = 1 / values[i];
    }
    return inverted;
  }

  /** Scale gamma / sqrt(variance + epsilon), shift beta - mean * scale. */
  private static @Nullable Affine normalization(
      Node node, String value, int channels, Model model) {
    if (!node.input(0).equals(value) || !inference(node, model.opset(""))) {
      return null;
    }
    double[] gamma = statistic(node, 1, channels, model.graph());
    double[] beta = statistic(node, 2, channels, model.graph());
    double[] mean = statistic(node, 3, channels, model.graph());
    double[] variance = statistic(node, 4, channels, model.graph());
    if (gamma == null || beta == null || mean == null || variance == null) {
      return null;
    }
    double epsilon = node.attributes().floatOr("epsilon", 1e-5f);
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int i = 0; i < channels; i++) {
      scale[i] = gamma[i] / Math.sqrt(variance[i] + epsilon);
      shift[i] = beta[i] - mean[i] * scale[i];
    }
    return new Affine(scale, shift);
  }

  private static boolean inference(Node node, int opset) {
    Attributes attributes = node.attributes();
    boolean oneOutput = node.outputs().stream().skip(1).allMatch(String::isEmpty);
    boolean perChannel = opset >= 9 || attributes.intOr("spatial", 1) != 0;
    return oneOutput && perChannel && attributes.intOr("training_mode", 0) == 0;
  }

  private static double @Nullable [] statistic(Node node, int input, int channels, Graph graph) {
    Initializer constant = graph.constant(node.input(input));
    if (constant == null || !Channels.foldable(constant.elementType())) {
      return null;
    }
    Tensor tensor = constant.tensor();
    return tensor.elements() == channels ? tensor.toDoubleArray() : null;
  }
}
