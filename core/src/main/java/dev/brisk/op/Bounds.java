package dev.brisk.op;

import dev.brisk.ElementType;

/** The order of the integers of a type, which are given as longs; uint64 by its bits. */
final class Bounds {
  private Bounds() {}

  /** Whether the integers have no sign; bools count as such. */
  static boolean isUnsigned(ElementType type) {
    return switch (type) {
      case BOOL, UINT2, UINT4, UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  static long least(ElementType type) {
    return isUnsigned(type) ? 0 : -1L << (type.bits() - 1);
  }

  static long greatest(ElementType type) {
    return switch (type) {
      case BOOL -> 1;
      case UINT64 -> -1;
      default -> (1L << (type.bits() - (isUnsigned(type) ? 0 : 1))) - 1;
    };
  }

  static int compare(ElementType type, long left, long right) {
    return type == ElementType.UINT64
        ? Long.compareUnsigned(left, right)
        : Long.compare(left, right);
  }
}
