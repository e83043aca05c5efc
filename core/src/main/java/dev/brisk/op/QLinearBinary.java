package dev.brisk.op;

/** An operator on two tensors of codes: (A, scale, zero, B, scale, zero, scale of C, zero of C). */
final class QLinearBinary implements Operator {
  private final String domain;
  private final String type;

  QLinearBinary(String domain, String type) {
    this.domain = domain;
    this.type = type;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), Broadcast.of(node.shape(0), node.shape(3)));
  }
}
