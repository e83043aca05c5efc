package dev.brisk.op;

/** Gemm of 8-bit matrices: (A, scale, zero, B, scale, zero, C, scale of Y, zero of Y). */
final class QGemm implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "QGemm";
  }

  @Override
  public void infer(InferenceContext node) {
    Gemm.infer(node, 3, node.has(8) ? node.elementType(8) : node.elementType(1));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, node.attributes().intOr("transA", 0) != 0);
  }
}
