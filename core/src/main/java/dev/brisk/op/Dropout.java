package dev.brisk.op;

import dev.brisk.ElementType;

/** Its input, but in training; the second output is a mask. */
final class Dropout implements Operator {
  @Override
  public String type() {
    return "Dropout";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
    if (!node.node().output(1).isEmpty()) {
      node.output(1, node.opset() >= 10 ? ElementType.BOOL : node.elementType(0), node.shape(0));
    }
  }
}
