package dev.brisk.op;

import dev.brisk.graph.Attributes;
import java.util.List;
import java.util.Objects;

/**
 * An operator on codes that is one of the standard on the numbers that they stand for: (X, scale,
 * zero, scale of Y, zero of Y).
 */
final class OnNumbers implements Operator {
  private final String type;
  private final String standard;

  OnNumbers(String type, String standard) {
    this.type = type;
    this.standard = standard;
  }

  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Objects.requireNonNull(Operators.find("", standard)).infer(node);
  }

  @Override
  public long steps(InferenceContext node) {
    return Objects.requireNonNull(Operators.find("", standard)).steps(node);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.taken(node, Weights.DEQUANTIZING)
        + Objects.requireNonNull(Operators.find("", standard)).operations(node)
        + Weights.made(node, Weights.QUANTIZING);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray numbers = Quantized.at(node, 0).numbers(node.array(1).elementType());
    boolean last = node.attributes().intOr("channels_last", 0) != 0;
    NdArray computed =
        last ? moved(computed(node, moved(numbers, true)), false) : computed(node, numbers);
    NdArray zero = node.arrayOrNull(4);
    NdArray zeros =
        zero != null ? zero : NdArray.zeros(node.array(0).elementType(), node.array(3).shape());
    return List.of(Quantizing.codes(computed, node.array(3), zeros));
  }

  private NdArray computed(Evaluation node, NdArray numbers) {
    int version = (int) node.attributes().intOr("opset", Integer.MAX_VALUE);
    Attributes own = node.attributes().without("opset", "channels_last");
    return (NdArray) node.apply("", standard, version, own, numbers).get(0);
  }

  /** The array with the axis of the channels, which is the last one or axis 1, at the other. */
  private static NdArray moved(NdArray array, boolean forward) {
    int rank = array.rank();
    int[] order = new int[rank];
    for (int axis = 1; axis < rank; axis++) {
      order[axis] = forward ? (axis == 1 ? rank - 1 : axis - 1) : (axis == rank - 1 ? 1 : axis + 1);
    }
    return Transpose.transposed(array, order);
  }
}
