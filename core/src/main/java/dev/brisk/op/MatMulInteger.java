package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The product of stacks of 8-bit matrices, as 32-bit sums. */
final class MatMulInteger implements Operator {
  @Override
  public String type() {
    return "MatMulInteger";
  }

  @Override
  public void infer(InferenceContext node) {
    Product.infer(node, 1, false, false, ElementType.INT32);
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    return List.of(
        sums(node, node.array(0), node.arrayOrNull(2), node.array(1), node.arrayOrNull(3)));
  }

  /** The product of codes less their zero points: of all, of left rows, of right columns. */
  static NdArray sums(
      Evaluation node,
      NdArray left,
      @Nullable NdArray leftZeros,
      NdArray right,
      @Nullable NdArray rightZeros) {
    NdArray a = Quantized.centered(left, leftZeros, Math.max(0, left.rank() - 2));
    NdArray b = Quantized.centered(right, rightZeros, right.rank() - 1);
    return Product.of(node, a, b, ElementType.INT32);
  }
}
