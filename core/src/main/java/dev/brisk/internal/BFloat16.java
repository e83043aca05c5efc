package dev.brisk.internal;

/** The bfloat16 format: the upper half of a float, with 7 bits of fraction. */
public final class BFloat16 {
  private BFloat16() {}

  /** The value of the bits; exact. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The nearest value's bits, ties to even; infinity beyond the range, NaN of NaN. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
    // Rounding could carry a NaN over into infinity or zero; the bit set keeps it one.
    return (short) ((Float.isNaN(value) ? bits | 0x400000 : rounded) >>> 16);
  }
}
