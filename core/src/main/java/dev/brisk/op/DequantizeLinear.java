package dev.brisk.op;

import dev.brisk.ElementType;

/** The floats that codes of a scale and a zero point stand for. */
final class DequantizeLinear implements Operator {
  private final String domain;

  DequantizeLinear(String domain) {
    this.domain = domain;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return "DequantizeLinear";
  }

  /** It tells engines which kernels to use. */
  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public void infer(InferenceContext node) {
    long asked = node.attributes().intOr("output_dtype", 0);
    ElementType result = asked == 0 ? node.elementType(1) : ElementType.ofOnnxCode((int) asked);
    node.output(0, result, node.shape(0));
  }
}
