package dev.brisk.internal.kernels;

import dev.brisk.internal.BFloat16;
import dev.brisk.internal.Float16;

/** One number after the other: what all other kernels must equal. */
final class ScalarKernels extends ArrayKernels {
  static final String NAME = "scalar";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  protected void codes(
      float[] values,
      int from,
      byte[] codes,
      int to,
      int count,
      float scale,
      int zeroPoint,
      int lowest,
      int highest) {
    for (int i = 0; i < count; i++) {
      codes[to + i] = code(values[from + i], scale, zeroPoint, lowest, highest);
    }
  }

  @Override
  protected void codes(
      float[] values,
      int from,
      byte[] codes,
      int count,
      float[] scales,
      int[] zeroPoints,
      int lowest,
      int highest) {
    for (int i = 0; i < count; i++) {
      codes[from + i] = code(values[from + i], scales[i], zeroPoints[i], lowest, highest);
    }
  }

  private static byte code(float value, float scale, int zeroPoint, int lowest, int highest) {
    double steps = Float.isNaN(value) ? 0 : Math.rint(value / scale);
    return (byte) Math.max(lowest, Math.min(highest, steps + zeroPoint));
  }

  @Override
  protected void numbers(
      byte[] codes,
      int from,
      float[] values,
      int to,
      int count,
      float scale,
      int zeroPoint,
      boolean signed) {
    int mask = signed ? -1 : 0xFF;
    for (int i = 0; i < count; i++) {
      values[to + i] = ((codes[from + i] & mask) - zeroPoint) * scale;
    }
  }

  @Override
  protected void numbers(
      byte[] codes,
      int from,
      float[] values,
      int count,
      float[] scales,
      int[] zeroPoints,
      boolean signed) {
    int mask = signed ? -1 : 0xFF;
    for (int i = 0; i < count; i++) {
      values[from + i] = ((codes[from + i] & mask) - zeroPoints[i]) * scales[i];
    }
  }

  @Override
  protected void toFloat16(float[] values, int from, short[] halves, int to, int count) {
    for (int i = 0; i < count; i++) {
      halves[to + i] = Float16.fromFloat(values[from + i]);
    }
  }

  @Override
  protected void toBfloat16(float[] values, int from, short[] halves, int to, int count) {
    for (int i = 0; i < count; i++) {
      halves[to + i] = BFloat16.fromFloat(values[from + i]);
    }
  }

  @Override
  protected void fromFloat16(short[] halves, int from, float[] values, int to, int count) {
    for (int i = 0; i < count; i++) {
      values[to + i] = Float16.toFloat(halves[from + i]);
    }
  }

  @Override
  protected void fromBfloat16(short[] halves, int from, float[] values, int to, int count) {
    for (int i = 0; i < count; i++) {
      values[to + i] = BFloat16.toFloat(halves[from + i]);
    }
  }
}
