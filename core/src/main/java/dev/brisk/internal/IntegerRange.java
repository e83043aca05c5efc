package dev.brisk.internal;

import dev.brisk.ElementType;

/** Doubles as integers of a type: the nearest, ties to even; saturated at its ends; 0 for NaN. */
final class IntegerRange {
  private IntegerRange() {}

  /** The bits of the integer; for bool 1 of all but zero, of NaN too. */
  static long round(ElementType type, double value) {
    return switch (type) {
      case BOOL -> value == 0 ? 0 : 1;
      case INT64 -> (long) Math.rint(value);
      case UINT64 -> unsigned(Math.rint(value));
      case INT32, INT16, INT8, INT4, INT2 -> clamp(value, type.bits() - 1, true);
      case UINT32, UINT16, UINT8, UINT4, UINT2 -> clamp(value, type.bits(), false);
      default -> throw new IllegalArgumentException("not integers: " + type);
    };
  }

  private static long clamp(double value, int bits, boolean signed) {
    long end = 1L << bits;
    long rounded = (long) Math.rint(value);
    return Math.max(signed ? -end : 0, Math.min(end - 1, rounded));
  }

  private static long unsigned(double value) {
    if (value < 0x1p63) {
      return Math.max(0, (long) value);
    }
    if (value < 0x1p64) {
      return (long) (value - 0x1p63) | Long.MIN_VALUE;
    }
    return Double.isNaN(value) ? 0 : -1;
  }
}
