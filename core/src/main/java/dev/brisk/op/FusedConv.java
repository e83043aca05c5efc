package dev.brisk.op;

/** A convolution followed by an activation. */
final class FusedConv implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "FusedConv";
  }

  @Override
  public void infer(InferenceContext node) {
    Convolution.infer(node, 1, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Convolution.macs(node, 1);
  }
}
