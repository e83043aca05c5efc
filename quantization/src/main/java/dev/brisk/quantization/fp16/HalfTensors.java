package dev.brisk.quantization.fp16;

import dev.brisk.ElementType;
import dev.brisk.Tensor;

/** Turns float32 constants into float16 and counts the numbers that do not fit. */
final class HalfTensors {
  private static final float LARGEST = 65504f;
  private static final float SMALLEST = 0x1p-24f;

  private long clamped;
  private long raised;

  /**
   * The constant with each number rounded to the nearest; finite numbers beyond the largest become
   * the largest, and those other than zero that would become zero the smallest: they may be there
   * to keep a divisor from being zero.
   */
  Tensor convert(Tensor tensor) {
    float[] values = tensor.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      float magnitude = Math.abs(values[i]);
      if (magnitude > LARGEST && magnitude <= Float.MAX_VALUE) {
        values[i] = Math.copySign(LARGEST, values[i]);
        clamped++;
      } else if (magnitude > 0 && magnitude < SMALLEST) {
        values[i] = Math.copySign(SMALLEST, values[i]);
        raised++;
      }
    }
    return Tensor.of(values, tensor.shape().dims()).to(ElementType.FLOAT16);
  }

  /** How many numbers were too large. */
  long clamped() {
    return clamped;
  }

  /** How many numbers were too small. */
  long raised() {
    return raised;
  }
}
