package dev.brisk.internal.race;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What one run of a model took, in each round of a {@link Race}. */
public final class Pace {
  /** How sure the bounds of a ratio are: 1.96 standard deviations are 95 of 100 times. */
  private static final double DEVIATIONS = 1.96;

  private final double[] seconds;

  /** The times of a run in each round, in seconds; NaN where there was none that counts. */
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
  public record Ratio(double median, double low, double high) {
    /** Whether it is certainly at most as large. */
    public boolean isWithin(double limit) {
      return high <= limit;
    }

    /** Whether it is certainly larger. */
    public boolean isBeyond(double limit) {
      return low > limit;
    }

    /** How far apart the bounds are. */
    public double width() {
      return high - low;
    }
  }

  /** The median of the rounds, in milliseconds. */
  public double millis() {
    return median(Arrays.stream(seconds).filter(it -> !Double.isNaN(it)).toArray()) * 1e3;
  }

  /**
   * How much longer this takes than another of the same race, in the rounds that both ran. The
   * bounds of the median are those of the sign test, which hold whatever the times are distributed
   * like. (W. J. Conover, Practical Nonparametric Statistics, 3.2.)
   */
  public Ratio over(Pace other) {
    return over(other, Integer.MAX_VALUE);
  }

  /**
   * As {@link #over(Pace)}, but with bounds from the medians of at most so many blocks of rounds
   * that follow each other: what disturbs a machine for seconds disturbs all rounds in them alike.
   */
  public Ratio over(Pace other, int blocks) {
    double[] ratios =
        IntStream.range(0, Math.min(seconds.length, other.seconds.length))
            .mapToDouble(i -> seconds[i] / other.seconds[i])
            .filter(ratio -> !Double.isNaN(ratio))
            .toArray();
    double[] medians = new double[Math.min(blocks, ratios.length)];
    for (int i = 0; i < medians.length; i++) {
      long begin = (long) ratios.length * i / medians.length;
      long end = (long) ratios.length * (i + 1) / medians.length;
      medians[i] = median(Arrays.copyOfRange(ratios, (int) begin, (int) end));
    }
    Arrays.sort(medians);
    double reach = DEVIATIONS * Math.sqrt(medians.length) / 2;
    int rank = (int) Math.max(0, Math.floor(medians.length / 2.0 - reach));
    return new Ratio(median(ratios), medians[rank], medians[medians.length - 1 - rank]);
  }

  /** Sorts the values. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
