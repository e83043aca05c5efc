package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;

/** Arrays of any type of number made from doubles. */
final class Reals {
  private Reals() {}

  /** Floats rounded to the type, integers cut to whole ones and held within its bounds. */
  static NdArray of(ElementType type, Shape shape, double[] values) {
    if (type.isFloat()) {
      return NdArray.of(type, shape, values);
    }
    double least = (double) Bounds.least(type);
    double greatest = type == ElementType.UINT64 ? 0x1p64 : (double) Bounds.greatest(type);
    long[] whole = new long[values.length];
    for (int i = 0; i < whole.length; i++) {
      double value = Math.max(least, Math.min(greatest, values[i]));
      whole[i] = value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
    return NdArray.of(type, shape, whole);
  }
}
