package dev.brisk.op;

/**
 * A matrix product that quantizes its float input first: (A, B, B's scale, B's zero point, bias).
 */
final class DynamicQuantizeMatMul implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "DynamicQuantizeMatMul";
  }

  @Override
  public void infer(InferenceContext node) {
    Product.infer(node, 1, false, false, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }
}
