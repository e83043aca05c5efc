package dev.brisk.op;

import java.util.List;

/** A product of 8-bit matrices that gives floats: (A, B, A's scale, B's scale, ...). */
final class MatMulIntegerToFloat implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "MatMulIntegerToFloat";
  }

  @Override
  public void infer(InferenceContext node) {
    Product.infer(node, 1, false, false, node.elementType(2));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray sums =
        MatMulInteger.sums(
            node, node.array(0), node.arrayOrNull(4), node.array(1), node.arrayOrNull(5));
    return List.of(
        Sums.ofMatrices(sums, node.array(2), node.array(3))
            .numbers(node.array(2).elementType(), node.arrayOrNull(6)));
  }
}
