package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;

/** A recurrent layer: (X, W, R, ...) to the states of all steps and the last ones. */
final class Recurrent implements Operator {
  private final String domain;
  private final String type;
  private final int gates;

  /**
   * An operator.
   *
   * @param gates how many products with the input and with the state each step takes
   */
  Recurrent(String domain, String type, int gates) {
    this.domain = domain;
    this.type = type;
    this.gates = gates;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input != null && input.rank() != 3) {
      throw new InvalidModelException(
          "The input must have axes for steps, batch and features, but its shape is " + input);
    }
    boolean batchFirst = node.attributes().intOr("layout", 0) != 0;
    Dim steps = input == null ? Dim.UNKNOWN : Dim.of(input, batchFirst ? 1 : 0);
    Dim batch = input == null ? Dim.UNKNOWN : Dim.of(input, batchFirst ? 0 : 1);
    Dim hidden = hidden(node);
    Dim directions = Dim.of(directions(node));
    Shape state =
        Dim.shape(
            batchFirst ? List.of(batch, directions, hidden) : List.of(directions, batch, hidden));
    node.output(
        0,
        node.elementType(0),
        Dim.shape(
            batchFirst
                ? List.of(batch, steps, directions, hidden)
                : List.of(steps, directions, batch, hidden)));
    for (int output = 1; output < node.node().outputs().size(); output++) {
      node.output(output, node.elementType(0), state);
    }
  }

  private static int directions(InferenceContext node) {
    return node.attributes().stringOr("direction", "forward").equals("bidirectional") ? 2 : 1;
  }

  private Dim hidden(InferenceContext node) {
    long given = node.attributes().intOr("hidden_size", 0);
    Shape recurrence = node.shape(2);
    if (given > 0) {
      return Dim.of(given);
    }
    if (recurrence == null || recurrence.rank() != 3 || !domain.isEmpty()) {
      return Dim.UNKNOWN;
    }
    return Dim.of(recurrence, 2);
  }

  /** For each step, sample, direction and gate: the products with the input and with the state. */
  @Override
  public long macs(InferenceContext node) {
    Shape input = node.shape(0);
    Dim hidden = hidden(node);
    if (input == null || input.rank() != 3 || !hidden.known()) {
      return 0;
    }
    Shape sized = input.withFree(1);
    long each = Math.multiplyExact(hidden.value(), hidden.value() + sized.dim(2));
    return Math.multiplyExact(
        sized.dim(0) * sized.dim(1), Math.multiplyExact(each, gates * (long) directions(node)));
  }

  /** The products, and for each gate an activation. */
  @Override
  public long operations(InferenceContext node) {
    Shape input = node.shape(0);
    Dim hidden = hidden(node);
    if (input == null || input.rank() != 3 || !hidden.known()) {
      return 0;
    }
    Shape sized = input.withFree(1);
    long activations =
        Math.multiplyExact(sized.dim(0) * sized.dim(1), hidden.value() * gates * directions(node));
    return Math.addExact(
        Math.multiplyExact(2, macs(node)), Math.multiplyExact(Weights.SIGMOID, activations));
  }

  /**
   * Where the weights are codes, computes with the numbers they stand for. Engines quantize inputs
   * and states as well, so they differ by what that loses.
   */
  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    if (node.array(1).isFloat()) {
      return new Recurrence(node, gates, directions(node), node.outputShape(0)).run();
    }
    return node.apply(
        "",
        "LSTM",
        14,
        node.attributes(),
        node.array(0),
        numbers(node.array(1), node.array(8), node.array(9)),
        numbers(node.array(2), node.array(10), node.array(11)),
        node.arrayOrNull(3),
        node.arrayOrNull(4),
        node.arrayOrNull(5),
        node.arrayOrNull(6),
        node.arrayOrNull(7));
  }

  /** Weights of (directions, inputs, gates), of which a direction or each gate has one scale. */
  private static NdArray numbers(NdArray codes, NdArray scales, NdArray zeros) {
    int gates = codes.dim(2);
    int each = Math.max(1, codes.dim(1) * gates);
    boolean perGate = scales.rank() == 2;
    int[] values = codes.ints();
    float[] numbers = new float[values.length];
    for (int i = 0; i < numbers.length; i++) {
      int place = perGate ? i / each * gates + i % gates : i / each;
      numbers[i] = (values[i] - zeros.ints()[place]) * scales.floats()[place];
    }
    NdArray made = NdArray.of(ElementType.FLOAT32, codes.shape(), numbers);
    return Transpose.transposed(made, 0, 2, 1);
  }
}
