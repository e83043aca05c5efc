package dev.brisk.op;

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
}
