package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;

/** Floats as uint8 codes, with the scale and the zero point that fit them. */
final class DynamicQuantizeLinear implements Operator {
  @Override
  public String type() {
    return "DynamicQuantizeLinear";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, ElementType.UINT8, node.shape(0));
    node.output(1, ElementType.FLOAT32, Shape.scalar());
    node.output(2, ElementType.UINT8, Shape.scalar());
  }
}
