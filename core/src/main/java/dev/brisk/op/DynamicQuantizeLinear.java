package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import java.util.Objects;

/** Floats as uint8 codes, with the scale and the zero point that fit them. */
final class DynamicQuantizeLinear implements Operator {
  private static final float GREATEST = 255;

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

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, 2 + Weights.QUANTIZING);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Quantized quantized = quantized(node.array(0));
    return List.of(
        quantized.codes(), quantized.scales(), Objects.requireNonNull(quantized.zeros()));
  }

  /** Numbers as uint8 codes whose scale spans them and zero. */
  static Quantized quantized(NdArray numbers) {
    float least = 0;
    float greatest = 0;
    for (float value : numbers.floats()) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    float scale = least == greatest ? 1 : (greatest - least) / GREATEST;
    int zero = Saturation.of(ElementType.UINT8).code(0 - least / scale, 0);
    NdArray scales = NdArray.scalar(ElementType.FLOAT32, scale);
    NdArray zeros = NdArray.scalar(ElementType.UINT8, zero);
    return Quantized.of(Quantizing.codes(numbers, scales, zeros), scales, zeros);
  }
}
