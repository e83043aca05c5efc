package dev.brisk.internal;

/**
 * The E8M0 format of scales: a power of two from 2 to the -127 to 2 to the 127, or NaN; no zero and
 * no sign.
 *
 * <p>Source: Open Compute Project, Microscaling Formats (MX) Specification 1.0, 2023.
 */
public final class Float8E8M0 {
  private static final int NAN = 0xFF;
  private static final int GREATEST = 0xFE;
  private static final int FRACTION = 0x7FFFFF;

  /** As a float's bits: 2 to the -127, which is subnormal. */
  private static final int LEAST = 0x400000;

  private Float8E8M0() {}

  /** The value of a code's low 8 bits; exact. */
  public static float toFloat(int code) {
    int exponent = code & 0xFF;
    if (exponent == NAN) {
      return Float.NaN;
    }
    return Float.intBitsToFloat(exponent == 0 ? LEAST : exponent << 23);
  }

  /**
   * The code of the least power of two that is not less than the value, saturating at both ends, as
   * ONNX's Cast has it by default. Negative numbers, of which ONNX says nothing, give NaN.
   */
  public static int fromFloat(float value) {
    if (!(value >= 0)) {
      return NAN;
    }
    int bits = Float.floatToRawIntBits(value) & 0x7FFFFFFF;
    if (bits <= LEAST) {
      return 0;
    }
    int exponent = (bits >>> 23) + ((bits & FRACTION) == 0 ? 0 : 1);
    return Math.min(exponent, GREATEST);
  }
}
