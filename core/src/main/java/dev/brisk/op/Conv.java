package dev.brisk.op;

/** A convolution of floats. */
final class Conv implements Operator {
  @Override
  public String type() {
    return "Conv";
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
