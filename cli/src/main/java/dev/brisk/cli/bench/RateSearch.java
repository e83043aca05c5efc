package dev.brisk.cli.bench;

import java.util.Objects;
import java.util.function.DoubleFunction;

/**
 * Finds the highest rate of arrivals at which a bound is kept, by bisection. Only a rate that was
 * measured and kept the bound is given.
 */
final class RateSearch {
  private static final int STEPS = 7;

  private RateSearch() {}

  /**
   * Searches.
   *
   * @param most queries a second that surely break the bound
   * @param attempt measures at a rate
   * @return the measurement at the highest rate found; at the lowest one tried if none is valid
   */
  static Measurement highest(double most, DoubleFunction<Measurement> attempt) {
    double low = 0;
    double high = most;
    Measurement found = null;
    for (int step = 0; step < STEPS; step++) {
      double rate = (low + high) / 2;
      Measurement tried = attempt.apply(rate);
      boolean valid = tried.verdict().isValid();
      if (valid || low == 0) {
        found = tried;
      }
      low = valid ? rate : low;
      high = valid ? high : rate;
    }
    return Objects.requireNonNull(found);
  }
}
