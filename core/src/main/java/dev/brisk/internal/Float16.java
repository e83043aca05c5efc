package dev.brisk.internal;

/** The IEEE 754 binary16 format: a sign, 5 bits of exponent, 10 of fraction. */
public final class Float16 {
  private static final int INFINITY = 0x7C00;
  private static final int FLOAT_INFINITY = 0x7F800000;

  /** As a float's bits: 2 to the -14, the least normal number. */
  private static final int LEAST_NORMAL = 0x38800000;

  /** As a float's bits: 65520, from where on rounding gives infinity. */
  private static final int OVERFLOW = 0x477FF000;

  private Float16() {}

  /** The value of the bits; exact. */
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int magnitude = bits & 0x7FFF;
    if (magnitude >= INFINITY) {
      return Float.intBitsToFloat(sign | FLOAT_INFINITY | (magnitude << 13));
    }
    if (magnitude < 0x400) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude * 0x1p-24f));
    }
    return Float.intBitsToFloat(sign | ((magnitude << 13) + (112 << 23)));
  }

  /** The nearest value's bits, ties to even; infinity beyond the range, NaN of NaN. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > FLOAT_INFINITY) {
      return (short) (sign | 0x7E00 | ((magnitude >>> 13) & 0x3FF));
    }
    if (magnitude >= OVERFLOW) {
      return (short) (sign | INFINITY);
    }
    if (magnitude < LEAST_NORMAL) {
      // The last place of 0.5 is that of the subnormal numbers, so the sum rounds as they do.
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | (Float.floatToRawIntBits(shifted) - 0x3F000000));
    }
    int even = (magnitude >>> 13) & 1;
    return (short) (sign | ((magnitude + 0xFFF + even - (112 << 23)) >>> 13));
  }
}
