package dev.brisk.op;

import java.util.List;

/** The product of stacks of matrices. */
final class MatMul implements Operator {
  @Override
  public String type() {
    return "MatMul";
  }

  @Override
  public void infer(InferenceContext node) {
    Product.infer(node, 1, false, false, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray left = node.array(0);
    return List.of(Product.of(node, left, node.array(1), left.elementType()));
  }
}
