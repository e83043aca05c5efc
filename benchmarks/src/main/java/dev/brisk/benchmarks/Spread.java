package dev.brisk.benchmarks;

import java.util.Collection;

/** The middle of measurements, and where nine of ten of them lie. */
record Spread(double low, double median, double high) {
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(quantile(sorted, 0.05), quantile(sorted, 0.5), quantile(sorted, 0.95));
  }

  /** The value below which a share of the sorted values lies, interpolated. */
  static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
