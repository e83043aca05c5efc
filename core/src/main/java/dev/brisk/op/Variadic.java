package dev.brisk.op;

import dev.brisk.Shape;

/** Any number of tensors stretched to a common shape, element by element. */
final class Variadic implements Operator {
  private final String type;

  Variadic(String type) {
    this.type = type;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    for (int input = 1; input < node.node().inputs().size(); input++) {
      shape = Broadcast.of(shape, node.shape(input));
    }
    node.output(0, node.elementType(0), shape);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return node.node().inputs().size() == 1;
  }
}
