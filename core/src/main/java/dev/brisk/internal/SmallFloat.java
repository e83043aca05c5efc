package dev.brisk.internal;

/**
 * A floating-point format of 8 bits or fewer. Conversions to it round to the nearest value, ties to
 * even, and saturate: what is beyond the range, infinity included, becomes the greatest number, as
 * ONNX's Cast has it by default.
 *
 * <p>Sources: P. Micikevicius et al., FP8 Formats for Deep Learning, 2022 (E4M3FN, E5M2); B. Noune
 * et al., 8-bit Numerical Formats for Deep Neural Networks, 2022 (the FNUZ formats); Open Compute
 * Project, Microscaling Formats (MX) Specification 1.0, 2023 (E2M1).
 */
public final class SmallFloat {
  /** 4 bits of exponent, 3 of fraction, no infinity; up to 448. */
  public static final SmallFloat E4M3FN = new SmallFloat(0x80, 3, 7, 0x7E, 0x7F);

  /** As E4M3FN with another bias, and instead of a negative zero the only NaN; up to 240. */
  public static final SmallFloat E4M3FNUZ = new SmallFloat(0x80, 3, 8, 0x7F, 0x80);

  /** 5 bits of exponent, 2 of fraction; up to 57,344, then infinity. */
  public static final SmallFloat E5M2 = new SmallFloat(0x80, 2, 15, 0x7B, 0x7E);

  /** As E5M2 with another bias, no infinity, and instead of a negative zero the only NaN. */
  public static final SmallFloat E5M2FNUZ = new SmallFloat(0x80, 2, 16, 0x7F, 0x80);

  /** 4 bits: 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives; NaN becomes 6. */
  public static final SmallFloat E2M1 = new SmallFloat(0x8, 1, 1, 0x7, 0x7);

  private static final int FLOAT_FRACTION = 23;
  private static final int FLOAT_BIAS = 127;
  private static final int FLOAT_INFINITY = 0x7F800000;

  private final int sign;
  private final int fraction;
  private final int bias;
  private final int greatest;
  private final int nan;
  private final float[] values;

  private SmallFloat(int sign, int fraction, int bias, int greatest, int nan) {
    this.sign = sign;
    this.fraction = fraction;
    this.bias = bias;
    this.greatest = greatest;
    this.nan = nan;
    this.values = new float[2 * sign];
    for (int code = 0; code < values.length; code++) {
      values[code] = value(code);
    }
  }

  /** The value of a code's low bits; exact. */
  public float toFloat(int code) {
    return values[code & (values.length - 1)];
  }

  /** The code of the nearest value. */
  public int fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int negative = bits < 0 ? sign : 0;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > FLOAT_INFINITY) {
      return nan > greatest && nan < sign ? negative | nan : nan;
    }
    int rounded = Math.min(rounded(magnitude), greatest);
    return rounded == 0 && hasOneZero() ? 0 : negative | rounded;
  }

  /** The code of a float's magnitude, as if the exponent had no upper end. */
  private int rounded(int magnitude) {
    int rebias = FLOAT_BIAS - bias;
    if (magnitude >>> FLOAT_FRACTION <= rebias) {
      return (int) Math.rint(Float.intBitsToFloat(magnitude) * subnormalsPerOne());
    }
    int dropped = FLOAT_FRACTION - fraction;
    int even = (magnitude >>> dropped) & 1;
    int half = (1 << (dropped - 1)) - 1;
    return ((magnitude + half + even) >>> dropped) - (rebias << fraction);
  }

  private double subnormalsPerOne() {
    return 1L << (bias - 1 + fraction);
  }

  private boolean hasOneZero() {
    return nan == sign;
  }

  private float value(int code) {
    if (hasOneZero() && code == nan) {
      return Float.NaN;
    }
    int magnitude = code & (sign - 1);
    float value = magnitude > greatest ? special(magnitude) : finite(magnitude);
    return code < sign ? value : -value;
  }

  private float finite(int magnitude) {
    int exponent = magnitude >>> fraction;
    int digits = magnitude - (exponent << fraction);
    return exponent == 0
        ? (float) (digits / subnormalsPerOne())
        : Math.scalb((float) (digits + (1 << fraction)), exponent - bias - fraction);
  }

  private float special(int magnitude) {
    boolean noInfinity = greatest + 1 == nan;
    return magnitude == greatest + 1 && !noInfinity ? Float.POSITIVE_INFINITY : Float.NaN;
  }
}
