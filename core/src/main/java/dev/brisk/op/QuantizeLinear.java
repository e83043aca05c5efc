package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    node.output(0, made(node), node.shape(0));
  }

  private static @Nullable ElementType made(InferenceContext node) {
    return node.has(2) ? node.elementType(2) : asked(node, "output_dtype", ElementType.UINT8);
  }

  private static ElementType asked(InferenceContext node, String attribute, ElementType absent) {
    long asked = node.attributes().intOr(attribute, 0);
    return asked == 0 ? absent : ElementType.ofOnnxCode((int) asked);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.QUANTIZING);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray scales = node.array(1);
    NdArray zeros = node.arrayOrNull(2);
    long axis = node.attributes().intOr("axis", 1);
    long block = node.attributes().intOr("block_size", 0);
    ElementType type =
        zeros != null ? zeros.elementType() : asked(node, "output_dtype", ElementType.UINT8);
    ElementType precision = asked(node, "precision", scales.elementType());
    boolean saturates = node.attributes().intOr("saturate", 1) != 0;
    Quantized numbers = Quantized.of(node.array(0), scales, zeros, axis, block);
    return List.of(Quantizing.codes(numbers, type, precision, saturates));
  }
}
