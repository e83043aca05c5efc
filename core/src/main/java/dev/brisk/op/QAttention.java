package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/**
 * Attention of which the projections are of 8-bit integers: (input, weights, bias, scale of the
 * input, of the weights, mask, zero point of the input, of the weights, past).
 */
final class QAttention implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "QAttention";
  }

  @Override
  public void infer(InferenceContext node) {
    ElementType made = node.elementType(3);
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    if (input == null || input.rank() != 3 || weights == null || weights.rank() != 2) {
      node.output(0, made, null);
      return;
    }
    List<Dim> dims = Dim.list(input);
    Dim columns = Dim.of(weights, 1);
    dims.set(2, columns.known() ? Dim.of(columns.value() / 3) : Dim.UNKNOWN);
    node.output(0, made, Dim.shape(dims));
    node.output(1, made, null);
  }

  /** The products with the weights. */
  @Override
  public long macs(InferenceContext node) {
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    if (input == null || weights == null || weights.rank() != 2) {
      return 0;
    }
    return Math.multiplyExact(input.withFree(1).elements(), weights.withFree(1).dim(1));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    ElementType made = node.array(3).elementType();
    NdArray input = Quantized.of(node.array(0), node.array(3), node.arrayOrNull(6)).numbers(made);
    NdArray weights =
        Quantized.of(node.array(1), node.array(4), node.arrayOrNull(7), 1, 0).numbers(made);
    return node.apply(
        MICROSOFT,
        "Attention",
        1,
        node.attributes(),
        input,
        weights,
        node.array(2),
        node.arrayOrNull(5),
        node.arrayOrNull(8));
  }
}
