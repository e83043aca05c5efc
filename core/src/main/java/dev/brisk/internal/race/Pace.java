package dev.brisk.internal.race;

import java.util.Arrays;

/** What one run of a model took, in each round of a {@link Race}. */
public final class Pace {
  /** How sure the bounds of a ratio are: 1.96 standard deviations are 95 of 100 times. */
  private static final double DEVIATIONS = 1.96;

  private final double[] seconds;

  /** The times of a run in each round, in seconds. */
  public Pace(double... seconds) {
    this.seconds = seconds.clone();
  }

  /**
   * How much longer one takes than another.
   *
   * @param median the median of the rounds' ratios
   * @param low where it lies at least, in 95 of 100 races
   * @param high where it lies at most, in 95 of 100 races
   */
  public record Ratio(double median, double low, double high) {}

  /** The median of the rounds, in milliseconds. */
  public double millis() {
    return median(seconds.clone()) * 1e3;
  }

  /**
   * How much longer this takes than another of the same race. The bounds of the median are those of
   * the sign test, which hold whatever the times are distributed like. (W. J. Conover, Practical
   * Nonparametric Statistics, 3.2.)
   */
  public Ratio over(Pace other) {
    double[] ratios = new double[Math.min(seconds.length, other.seconds.length)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = seconds[i] / other.seconds[i];
    }
    double median = median(ratios);
    int last = ratios.length - 1;
    double reach = DEVIATIONS * Math.sqrt(ratios.length) / 2;
    int rank = (int) Math.max(0, Math.floor(ratios.length / 2.0 - reach));
    return new Ratio(median, ratios[rank], ratios[last - rank]);
  }

  /** Sorts the values. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
