package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Tensor;

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

  /** In inference, which before operator set 7 an attribute told, and from 12 on an input. */
  @Override
  public boolean isIdentity(InferenceContext node) {
    if (!node.node().output(1).isEmpty()) {
      return false;
    } else if (node.opset() < 7) {
      return node.attributes().intOr("is_test", 0) != 0;
    } else if (!node.has(2)) {
      return true;
    }
    Tensor training = node.constant(2);
    return training != null && training.elements() == 1 && training.toLongArray()[0] == 0;
  }
}
