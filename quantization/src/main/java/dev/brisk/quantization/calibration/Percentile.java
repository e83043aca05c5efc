package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Codes;

/**
 * Covers a share of the numbers seen, leaving out as many at one end as at the other. Where all
 * have one sign, the codes reach zero in any case, so the whole rest is left out at the far end.
 */
final class Percentile implements RangeMethod {
  private static final double SHARE = 0.9999;

  private final double share;

  Percentile() {
    this(SHARE);
  }

  /** Covers the given share of the numbers, above 0 and up to 1. */
  Percentile(double share) {
    this.share = share;
  }

  @Override
  public String name() {
    return "percentile";
  }

  @Override
  public Range range(Histogram histogram, Codes codes) {
    if (histogram.isEmpty()) {
      return histogram.range();
    }
    double rest = 1 - share;
    if (histogram.min() >= 0) {
      return new Range(histogram.min(), (float) quantile(histogram, 1 - rest));
    }
    if (histogram.max() <= 0) {
      return new Range((float) quantile(histogram, rest), histogram.max());
    }
    return new Range(
        (float) quantile(histogram, rest / 2), (float) quantile(histogram, 1 - rest / 2));
  }

  /**
   * The number that the given share of all lies below: linear between neighbours in order, which
   * are taken to be spread evenly over their bin. At most a bin's width off.
   */
  static double quantile(Histogram histogram, double share) {
    double rank = share * (histogram.count() - 1);
    long below = (long) Math.floor(rank);
    double low = ordered(histogram, below);
    double high = ordered(histogram, Math.min(below + 1, histogram.count() - 1));
    return low + (high - low) * (rank - below);
  }

  /** About the number that exactly {@code rank} others come before in order. */
  private static double ordered(Histogram histogram, long rank) {
    long before = 0;
    int bin = 0;
    while (before + histogram.count(bin) <= rank) {
      before += histogram.count(bin++);
    }
    double within = (rank - before + 0.5) / histogram.count(bin);
    double value = histogram.edge(bin) + histogram.binWidth() * within;
    return Math.max(histogram.min(), Math.min(histogram.max(), value));
  }
}
