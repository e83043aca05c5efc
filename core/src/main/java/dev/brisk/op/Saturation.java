package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.UnsupportedModelException;

/** Floats as codes of an integer type: the nearest, ties to even, saturated; NaN as zero. */
final class Saturation {
  /** Added to a float below 2 to the 22, it leaves no bit for a fraction, so the sum is rounded. */
  private static final float WHOLE = 0x1.8p23f;

  private final int low;
  private final int high;

  private Saturation(int low, int high) {
    this.low = low;
    this.high = high;
  }

  /**
   * The codes of a type of at most 16 bits.
   *
   * @throws UnsupportedModelException if it is another type
   */
  static Saturation of(ElementType type) {
    int bits = type.bits();
    return switch (type) {
      case INT8, INT16, INT4, INT2 -> new Saturation(-1 << (bits - 1), (1 << (bits - 1)) - 1);
      case UINT8, UINT16, UINT4, UINT2 -> new Saturation(0, (1 << bits) - 1);
      default ->
          throw new UnsupportedModelException("Numbers are not quantized to elements of " + type);
    };
  }

  /** The code of a number in units of the scale. */
  int code(float value, int zero) {
    if (value >= high - zero) {
      return high;
    } else if (value <= low - zero) {
      return low;
    }
    return (int) (value + WHOLE - WHOLE) + zero;
  }
}
