package dev.brisk.op;

/** A convolution of 8-bit integers with rescaled 8-bit results. */
final class QLinearConv implements Operator {
  @Override
  public String type() {
    return "QLinearConv";
  }

  @Override
  public void infer(InferenceContext node) {
    Convolution.infer(node, 3, node.elementType(7));
  }

  @Override
  public long macs(InferenceContext node) {
    return Convolution.macs(node, 3);
  }
}
