package dev.brisk.op;

import dev.brisk.ElementType;

/** Floats as codes of a scale and a zero point. */
final class QuantizeLinear implements Operator {
  private final String domain;

  QuantizeLinear(String domain) {
    this.domain = domain;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return "QuantizeLinear";
  }

  /** It tells engines which kernels to use. */
  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public void infer(InferenceContext node) {
    long asked = node.attributes().intOr("output_dtype", 0);
    ElementType result = asked == 0 ? ElementType.UINT8 : ElementType.ofOnnxCode((int) asked);
    node.output(0, node.has(2) ? node.elementType(2) : result, node.shape(0));
  }
}
