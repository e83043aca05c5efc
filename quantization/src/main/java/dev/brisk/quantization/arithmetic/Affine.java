package dev.brisk.quantization.arithmetic;

/**
 * A line between real numbers and integer codes: real = (code - zeroPoint) * scale. Zero always has
 * a code of its own.
 *
 * <p>A number is divided by the scale in float32, rounded half to even, and only then moved by the
 * zero point and clamped, as QuantizeLinear does.
 *
 * @param scale the distance between the numbers of two neighbouring codes: normal, and positive but
 *     in blocks of weights, where a negative one mirrors the codes
 * @param zeroPoint the code of zero
 */
public record Affine(float scale, int zeroPoint) {
  /**
   * The line on which the codes cover a range, extended to hold zero. Where the codes are
   * symmetric, so is the range they cover.
   */
  public static Affine covering(double min, double max, Codes codes) {
    double low = Math.min(min, 0);
    double high = Math.max(max, 0);
    if (codes.symmetric()) {
      high = Math.max(-low, high);
      low = -high;
    }
    double scale = (high - low) / (codes.highest() - codes.lowest());
    if (scale < Float.MIN_NORMAL) {
      return new Affine(1f, codes.symmetric() ? 0 : codes.lowest());
    }
    int zeroPoint = codes.symmetric() ? 0 : codes.clamp(Math.rint(codes.lowest() - low / scale));
    return new Affine((float) Math.min(scale, Float.MAX_VALUE), zeroPoint);
  }

  /** The code nearest to a number. */
  public int code(float value, Codes codes) {
    return codes.clamp(Math.rint(value / scale) + zeroPoint);
  }

  /** The number of a code. */
  public float value(int code) {
    return (code - zeroPoint) * scale;
  }

  /** The codes of numbers, each in a byte of its own, unsigned where the codes are. */
  public byte[] codes(float[] values, Codes codes) {
    byte[] result = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (byte) code(values[i], codes);
    }
    return result;
  }

  /** The lowest number that has a code. */
  public float lowest(Codes codes) {
    return value(codes.lowest());
  }

  /** The highest number that has a code. */
  public float highest(Codes codes) {
    return value(codes.highest());
  }
}
