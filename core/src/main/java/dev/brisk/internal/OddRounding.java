package dev.brisk.internal;

/**
 * Narrowing that keeps what a second rounding needs: a number that does not fit is cut off towards
 * zero and its last bit set. Rounding the result to a format with at least two bits less then gives
 * what rounding once would have.
 *
 * <p>Source: S. Boldo, G. Melquiond, When double rounding is odd, 2005.
 */
public final class OddRounding {
  private static final double TWO_TO_63 = 0x1p63;

  private OddRounding() {}

  /** The float cut off towards zero, its last bit set where it is not exact. */
  public static float toFloat(double value) {
    float nearest = (float) value;
    if (nearest == value || Double.isNaN(value)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    boolean away = Math.abs((double) nearest) > Math.abs(value);
    return Float.intBitsToFloat((away ? bits - 1 : bits) | 1);
  }

  static double toDouble(long value) {
    double nearest = (double) value;
    // The cast back saturates: only the greatest long can come from 2 to the 63.
    if ((long) nearest == value && nearest != TWO_TO_63) {
      return nearest;
    }
    long bits = Double.doubleToRawLongBits(nearest);
    boolean away =
        value < 0 ? (long) nearest < value : nearest == TWO_TO_63 || (long) nearest > value;
    return Double.longBitsToDouble((away ? bits - 1 : bits) | 1);
  }

  /** As {@link #toDouble}, of an unsigned number. */
  static double unsignedToDouble(long value) {
    return value >= 0 ? toDouble(value) : 2 * toDouble(halved(value));
  }

  /** The nearest double of an unsigned number. */
  public static double nearestUnsigned(long value) {
    return value >= 0 ? (double) value : 2 * (double) halved(value);
  }

  /** Half of an unsigned number; the bit that falls out stays as the last, for the rounding. */
  private static long halved(long value) {
    return (value >>> 1) | (value & 1);
  }
}
