package dev.brisk.op;

import dev.brisk.ElementType;

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
}
