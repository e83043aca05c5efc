package dev.brisk.cli.bench;

import java.util.Arrays;

/** The order of measured values. */
public final class Percentiles {
  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  /** Of values in any order. */
  public static Percentiles of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Percentiles(sorted);
  }

  /** The least value that so many percent of the values do not exceed; NaN if there is none. */
  public double at(double percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
  }

  /** The value that so many are at or above, itself among them. */
  double fromTop(int count) {
    return sorted[sorted.length - count];
  }

  /** How many values are above a bound. */
  int over(double bound) {
    int over = 0;
    while (over < sorted.length && sorted[sorted.length - 1 - over] > bound) {
      over++;
    }
    return over;
  }

  /** The number of values. */
  public int count() {
    return sorted.length;
  }
}
