package dev.brisk.quantization.int8;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Biases;
import dev.brisk.quantization.arithmetic.Channels;
import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.arithmetic.Pairs;
import dev.brisk.quantization.arithmetic.Weights;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The weights and biases of the nodes of a plan, as codes. */
final class Parameters {
  private final Graph graph;
  private final Lines lines;
  private final Settings settings;
  private final Refinements refinements;
  private final Map<Node, double[]> shifts;

  /**
   * The parameters of a plan's nodes.
   *
   * @param refinements what makes codes of weights better
   * @param shifts what is taken from the bias of each channel, by node
   */
  Parameters(
      Graph graph,
      Lines lines,
      Settings settings,
      Refinements refinements,
      Map<Node, double[]> shifts) {
    this.graph = graph;
    this.lines = lines;
    this.settings = settings;
    this.refinements = refinements;
    this.shifts = shifts;
  }

  /** The same with other shifts. */
  Parameters with(Map<Node, double[]> changed) {
    return new Parameters(graph, lines, settings, refinements, changed);
  }

  /** The weights of a node. */
  Weights weights(Node node, Form.Weighted form) {
    Initializer initializer = weightsOf(node, form);
    Channels channels = channels(initializer, form);
    float[] bias = given(node, form);
    float[] least =
        bias == null
            ? new float[channels.count()]
            : Biases.leastWeightScales(bias, inputLine(node).scale());
    boolean safe = settings.weights() == Settings.WeightCodes.SAFE;
    return refinements.codes(
        node,
        initializer.tensor().toFloatArray(),
        channels,
        settings.weights() == Settings.WeightCodes.SEVEN_BITS ? Codes.INT8_SEVEN_BITS : Codes.INT8,
        safe ? form.pairs() : Pairs.none(),
        least);
  }

  /** Whether biases are codes. */
  boolean codesBiases() {
    return settings.target().codesBiases();
  }

  /** The scales of a node's bias, one for each channel. */
  float[] biasScales(Node node, Weights weights) {
    return Biases.scales(inputLine(node).scale(), weights.scales());
  }

  /** The numbers of a node's bias with its shift taken away, or null where it needs none. */
  float @Nullable [] bias(Node node, Form.Weighted form) {
    float[] given = given(node, form);
    double[] shift = shifts.get(node);
    if (shift == null) {
      return given;
    }
    float[] bias = new float[shift.length];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (float) ((given == null ? 0 : given[i]) - shift[i]);
    }
    return bias;
  }

  private float @Nullable [] given(Node node, Form.Weighted form) {
    Initializer initializer = form.bias() < 0 ? null : graph.constant(node.input(form.bias()));
    return initializer == null ? null : initializer.tensor().toFloatArray();
  }

  Initializer weightsOf(Node node, Form.Weighted form) {
    Initializer initializer = graph.constant(node.input(form.weight()));
    if (initializer == null) {
      throw new IllegalStateException("The weights of " + node + " are not constant");
    }
    return initializer;
  }

  static Channels channels(Initializer weights, Form.Weighted form) {
    return Channels.along(form.axis(), weights.shape().dims());
  }

  private Affine inputLine(Node node) {
    return lines.of(node.input(0));
  }
}
