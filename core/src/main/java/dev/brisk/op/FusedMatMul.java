package dev.brisk.op;

/** A matrix product that scales its result and may read either matrix transposed. */
final class FusedMatMul implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "FusedMatMul";
  }

  @Override
  public void infer(InferenceContext node) {
    boolean batches =
        node.attributes().intOr("transBatchA", 0) != 0
            || node.attributes().intOr("transBatchB", 0) != 0;
    if (batches) {
      node.output(0, node.elementType(0), null);
    } else {
      Product.infer(node, 1, left(node), right(node), node.elementType(0));
    }
  }

  private static boolean left(InferenceContext node) {
    return node.attributes().intOr("transA", 0) != 0;
  }

  private static boolean right(InferenceContext node) {
    return node.attributes().intOr("transB", 0) != 0;
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, left(node));
  }
}
