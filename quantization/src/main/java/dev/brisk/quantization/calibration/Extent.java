package dev.brisk.quantization.calibration;

import java.nio.IntBuffer;

/**
 * The least and the greatest finite of some numbers, and how many were not finite. Numbers are
 * given by their bits, and are compared by keys, whole numbers in the same order, since loops over
 * integers are what compilers turn into vector instructions. Not thread-safe.
 */
final class Extent {
  /** So few that they stay in the first cache between being copied and being read. */
  private static final int CHUNK = 2048;

  private static final int HIGHEST_KEY = Float.floatToRawIntBits(Float.MAX_VALUE);
  private static final int LOWEST_KEY =
      Float.floatToRawIntBits(-Float.MAX_VALUE) ^ Integer.MAX_VALUE;

  private int lowest = Integer.MAX_VALUE;
  private int highest = Integer.MIN_VALUE;
  private long nans;
  private long infinities;

  private Extent() {}

  /** The extent of the remaining numbers of a buffer, whose position does not move. */
  static Extent of(IntBuffer bits) {
    IntBuffer rest = bits.duplicate();
    int[] chunk = new int[Math.min(CHUNK, rest.remaining())];
    Extent extent = new Extent();
    while (rest.hasRemaining()) {
      int size = Math.min(chunk.length, rest.remaining());
      rest.get(chunk, 0, size);
      if (extent.isEmpty() || outside(chunk, size, extent.lowest, extent.highest) > 0) {
        extent.add(chunk, size);
      }
    }
    return extent;
  }

  /**
   * How many keys are below {@code low} or above {@code high}. Halves are compared, so that no
   * difference overflows: that is exact where {@code low} is even and {@code high} is odd, and what
   * moves them there moves the keys too. Keys that wrap are NaN, and fail the comparison.
   */
  private static int outside(int[] bits, int size, int low, int high) {
    int up = low & 1;
    int down = 1 - (high & 1);
    int least = (low + up) >> 1;
    int most = (high - down) >> 1;
    int outside = 0;
    for (int i = 0; i < size; i++) {
      int key = bits[i] ^ ((bits[i] >> 31) & Integer.MAX_VALUE);
      outside += ((((key + up) >> 1) - least) | (most - ((key - down) >> 1))) >>> 31;
    }
    return outside;
  }

  private void add(int[] bits, int size) {
    int low = lowest;
    int high = highest;
    for (int i = 0; i < size; i++) {
      int key = key(bits[i]);
      if (key < low || key > high) {
        if (key >= LOWEST_KEY && key <= HIGHEST_KEY) {
          low = Math.min(low, key);
          high = Math.max(high, key);
        } else if (Float.isNaN(number(key))) {
          nans++;
        } else {
          infinities++;
        }
      }
    }
    lowest = low;
    highest = high;
  }

  private static int key(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static float number(int key) {
    return Float.intBitsToFloat(key(key));
  }

  /** Whether no number was finite. */
  boolean isEmpty() {
    return lowest > highest;
  }

  /** Whether all numbers were finite. */
  boolean isFinite() {
    return nans + infinities == 0;
  }

  /** The least number, if any was finite. */
  float low() {
    return number(lowest);
  }

  /** The greatest number, if any was finite. */
  float high() {
    return number(highest);
  }

  /** How many were NaN. */
  long nans() {
    return nans;
  }

  /** How many were infinite. */
  long infinities() {
    return infinities;
  }
}
