package dev.brisk.op;

import java.util.List;

/** The product of stacks of 8-bit matrices with rescaled 8-bit results. */
final class QLinearMatMul implements Operator {
  @Override
  public String type() {
    return "QLinearMatMul";
  }

  @Override
  public void infer(InferenceContext node) {
    Product.infer(node, 3, false, false, node.elementType(7));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray sums =
        MatMulInteger.sums(node, node.array(0), node.array(2), node.array(3), node.array(5));
    return List.of(
        Sums.ofMatrices(sums, node.array(1), node.array(4)).codes(node.array(6), node.array(7)));
  }
}
