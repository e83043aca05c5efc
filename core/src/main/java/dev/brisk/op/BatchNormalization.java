package dev.brisk.op;

import dev.brisk.Shape;

/** Normalization by statistics per channel; the later outputs are those of training. */
final class BatchNormalization implements Operator {
  @Override
  public String type() {
    return "BatchNormalization";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
    Shape channels = node.shape(3);
    for (int output = 1; output < node.node().outputs().size(); output++) {
      node.output(output, node.elementType(3), channels);
    }
  }
}
