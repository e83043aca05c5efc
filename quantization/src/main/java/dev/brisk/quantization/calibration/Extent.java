package dev.brisk.quantization.calibration;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The least and the greatest finite of some numbers, and how many were not finite.
 *
 * @param low the least number
 * @param high the greatest number, below the least if none was finite
 * @param nans how many were NaN
 * @param infinities how many were infinite
 */
record Extent(float low, float high, long nans, long infinities) {
  private static final int LANES = 256;

  /** Eight times {@link #LANES}: so few that they stay in the first cache until they are read. */
  private static final int CHUNK = 8 * LANES;

  /** The extent of the remaining numbers of a buffer, whose position does not move. */
  static Extent of(FloatBuffer numbers) {
    FloatBuffer rest = numbers.duplicate();
    if (!rest.hasRemaining()) {
      return ofFinite(rest);
    }
    float[] lows = new float[LANES];
    float[] highs = new float[LANES];
    Arrays.fill(lows, Float.POSITIVE_INFINITY);
    Arrays.fill(highs, Float.NEGATIVE_INFINITY);
    float[] chunk = new float[CHUNK];
    while (rest.hasRemaining()) {
      int size = Math.min(CHUNK, rest.remaining());
      rest.get(chunk, 0, size);
      Arrays.fill(chunk, size, CHUNK, chunk[0]);
      spread(chunk, lows, highs);
    }
    float low = lows[0];
    float high = highs[0];
    for (int i = 1; i < LANES; i++) {
      low = Math.min(low, lows[i]);
      high = Math.max(high, highs[i]);
    }
    boolean finite = Float.isFinite(low) && Float.isFinite(high); // NaN would have spread
    return finite ? new Extent(low, high, 0, 0) : ofFinite(numbers);
  }

  /**
   * The form of loop that compilers turn into vector instructions: no turn waits for another, and
   * the places read differ by constants.
   */
  private static void spread(float[] chunk, float[] lows, float[] highs) {
    for (int i = 0; i < LANES; i++) {
      float a = chunk[i];
      float b = chunk[i + LANES];
      float c = chunk[i + 2 * LANES];
      float d = chunk[i + 3 * LANES];
      float e = chunk[i + 4 * LANES];
      float f = chunk[i + 5 * LANES];
      float g = chunk[i + 6 * LANES];
      float h = chunk[i + 7 * LANES];
      float low = Math.min(Math.min(a, b), Math.min(c, d));
      float high = Math.max(Math.max(a, b), Math.max(c, d));
      low = Math.min(low, Math.min(Math.min(e, f), Math.min(g, h)));
      high = Math.max(high, Math.max(Math.max(e, f), Math.max(g, h)));
      lows[i] = Math.min(lows[i], low);
      highs[i] = Math.max(highs[i], high);
    }
  }

  private static Extent ofFinite(FloatBuffer numbers) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    long nans = 0;
    long infinities = 0;
    for (int i = numbers.position(); i < numbers.limit(); i++) {
      float number = numbers.get(i);
      if (Float.isFinite(number)) {
        low = Math.min(low, number);
        high = Math.max(high, number);
      } else if (Float.isNaN(number)) {
        nans++;
      } else {
        infinities++;
      }
    }
    return new Extent(low, high, nans, infinities);
  }

  /** Whether no number was finite. */
  boolean isEmpty() {
    return low > high;
  }

  /** Whether all numbers were finite. */
  boolean isFinite() {
    return nans + infinities == 0;
  }
}
