package dev.brisk.op;

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
}
