package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    node.output(0, made(node, node.elementType(1)), node.shape(0));
  }

  private static @Nullable ElementType made(InferenceContext node, @Nullable ElementType absent) {
    long asked = node.attributes().intOr("output_dtype", 0);
    return asked == 0 ? absent : ElementType.ofOnnxCode((int) asked);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.DEQUANTIZING);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray scales = node.array(1);
    long axis = node.attributes().intOr("axis", 1);
    long block = node.attributes().intOr("block_size", 0);
    Quantized codes = Quantized.of(node.array(0), scales, node.arrayOrNull(2), axis, block);
    long asked = node.attributes().intOr("output_dtype", 0);
    return List.of(
        codes.numbers(asked == 0 ? scales.elementType() : ElementType.ofOnnxCode((int) asked)));
  }
}
