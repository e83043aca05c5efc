package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import java.util.function.DoubleUnaryOperator;

/** Numbers as float8e8m0, which holds powers of two and NaN alone. */
final class PowersOfTwo {
  private static final double LEAST = 0x1p-127;
  private static final double GREATEST = 0x1p127;

  private PowersOfTwo() {}

  /**
   * Each number as a power of two; negative ones as NaN.
   *
   * @param rounding {@code up}, {@code down}, or {@code nearest}, which takes the greater of two
   *     that are as near
   * @param saturates whether what is beyond the ends becomes the end rather than NaN
   */
  static NdArray of(NdArray numbers, String rounding, boolean saturates) {
    DoubleUnaryOperator rounded =
        switch (rounding) {
          case "up" -> value -> floor(value) < value ? 2 * floor(value) : value;
          case "down" -> PowersOfTwo::floor;
          case "nearest" -> value -> value < 1.5 * floor(value) ? floor(value) : 2 * floor(value);
          default ->
              throw new InvalidModelException(
                  "Attribute 'round_mode' must be up, down or nearest, but is " + rounding);
        };
    double[] values = numbers.doubles();
    double[] powers = new double[values.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = ended(values[i], rounded, saturates);
    }
    return NdArray.of(ElementType.FLOAT8E8M0, numbers.shape(), powers);
  }

  private static double ended(double value, DoubleUnaryOperator rounded, boolean saturates) {
    if (!(value >= 0)) {
      return Double.NaN;
    }
    double power = value == 0 || Double.isInfinite(value) ? value : rounded.applyAsDouble(value);
    if (power >= LEAST && power <= GREATEST) {
      return power;
    }
    return saturates ? Math.min(Math.max(power, LEAST), GREATEST) : Double.NaN;
  }

  /** The greatest power of two that is not greater. */
  private static double floor(double value) {
    return Math.scalb(1.0, Math.getExponent(value));
  }
}
