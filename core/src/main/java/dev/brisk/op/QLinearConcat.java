package dev.brisk.op;

/** Tensors of codes one after another: (scale, zero, then each part with its own). */
final class QLinearConcat implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "QLinearConcat";
  }

  @Override
  public void infer(InferenceContext node) {
    Concat.infer(node, 2, 3, node.elementType(1));
  }
}
