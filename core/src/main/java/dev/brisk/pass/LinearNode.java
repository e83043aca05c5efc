package dev.brisk.pass;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Conv, ConvTranspose or Gemm with constant weights, whose output channels are on axis 1 of its
 * output: one into whose weights and bias an {@link Affine} that follows can be folded.
 */
final class LinearNode {
  private final Graph graph;
  private final Node node;
  private final Initializer weights;
  private final @Nullable Initializer bias;
  private final int channels;

  private LinearNode(
      Graph graph, Node node, Initializer weights, @Nullable Initializer bias, int channels) {
    this.graph = graph;
    this.node = node;
    this.weights = weights;
    this.bias = bias;
    this.channels = channels;
  }

  /** The node as one of this kind; null if it is none. */
  static @Nullable LinearNode of(Node node, Graph graph) {
    Initializer weights = graph.constant(node.input(1));
    Initializer bias = graph.constant(node.input(2));
    boolean biasKnown = bias != null || node.input(2).isEmpty();
    if (weights == null || !biasKnown || !Channels.foldable(weights.elementType())) {
      return null;
    }
    Shape shape = weights.shape();
    long channels =
        switch (node.domain() + ":" + node.operator()) {
          case ":Conv" -> shape.rank() < 3 ? 0 : shape.dim(0);
          case ":ConvTranspose" ->
              shape.rank() < 3 ? 0 : shape.dim(1) * node.attributes().intOr("group", 1);
          case ":Gemm" -> shape.rank() != 2 ? 0 : shape.dim(transposed(node) ? 0 : 1);
          default -> 0;
        };
    boolean suits = channels > 0 && channels <= Integer.MAX_VALUE && weights.shape().elements() > 0;
    return suits ? new LinearNode(graph, node, weights, bias, (int) channels) : null;
  }

  private static boolean transposed(Node gemm) {
    return gemm.attributes().intOr("transB", 0) != 0;
  }

  int channels() {
    return channels;
  }

  /** The rank of the output. */
  int rank() {
    return weights.shape().rank();
  }

  /**
   * Folds what follows into this node.
   *
   * @param output what the node makes then
   * @return whether it could be folded; if not, the patch is as before
   */
  boolean fold(Affine affine, String output, GraphPatch patch, FreshNames names) {
    Tensor scaled = null;
    double[] scale = affine.scale();
    if (scale != null) {
      scaled = Channels.scaled(weights.tensor(), scale, channel());
    }
    Tensor shifted = bias(affine);
    if (shifted == null || (scale != null && scaled == null)) {
      return false;
    }
    List<String> inputs = new ArrayList<>(node.inputs().subList(0, 2));
    if (scaled != null) {
      inputs.set(1, put(weights, weights.name(), scaled, patch, names));
    }
    inputs.add(put(bias, node.label() + ".bias", shifted, patch, names));
    patch.replace(
        node, node.withInputs(inputs).withOutputs(List.of(output)).withAttributes(attributes()));
    return true;
  }

  /** Gemm's factor of the bias is in the bias then. */
  private Attributes attributes() {
    return node.is("Gemm") ? node.attributes().without("beta") : node.attributes();
  }

  /** Replaces an initializer that only this node reads, else adds one under a new name. */
  private String put(
      @Nullable Initializer old, String wanted, Tensor tensor, GraphPatch patch, FreshNames names) {
    String name = old != null && isOwn(old.name()) ? old.name() : names.make(wanted);
    patch.initializer(Initializer.of(name, tensor));
    return name;
  }

  private boolean isOwn(String value) {
    return graph.consumers(value).size() == 1
        && node.inputs().stream().filter(value::equals).count() == 1
        && !graph.isOutput(value);
  }

  private @Nullable Tensor bias(Affine affine) {
    double[] before = new double[channels];
    if (bias != null) {
      // A vector for a convolution, a row or a vector for Gemm: channels are on the last axis.
      double[] known = Channels.of(bias.tensor(), 2, channels);
      if (known == null) {
        return null;
      }
      before = known;
    }
    double factor = node.is("Gemm") ? node.attributes().floatOr("beta", 1) : 1;
    double[] after = new double[channels];
    for (int i = 0; i < channels; i++) {
      double scale = affine.scale() == null ? 1 : affine.scale()[i];
      after[i] = before[i] * factor * scale + affine.shift()[i];
    }
    return Channels.tensor(weights.elementType(), after, Shape.of(channels));
  }

  /** The output channel of each weight. */
  private IntUnaryOperator channel() {
    Shape shape = weights.shape();
    int total = (int) shape.elements();
    int rows = (int) shape.dim(0);
    if (node.is("Gemm") && !transposed(node)) {
      return place -> place % channels;
    } else if (!node.is("ConvTranspose")) {
      return place -> place / (total / rows);
    }
    int perGroup = (int) shape.dim(1);
    int kernel = total / rows / perGroup;
    int inputsPerGroup = rows / (int) node.attributes().intOr("group", 1);
    return place -> {
      int group = place / kernel / perGroup / inputsPerGroup;
      return group * perGroup + place / kernel % perGroup;
    };
  }
}
