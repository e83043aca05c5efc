package dev.brisk.cli.metric;

import dev.brisk.cli.data.Sample;
import java.util.OptionalDouble;

/** A figure over samples that are added one after the other. For one thread. */
public interface Metric {
  /**
   * Takes a sample with what a model made of it.
   *
   * @param output the elements of the output that is measured
   * @param reference the elements that the float model gave there; those of {@code output} where
   *     the metric does not compare
   */
  void add(Sample sample, float[] output, float[] reference);

  /** The figure, as {@link MetricSpec#unit} counts it; NaN before the first sample. */
  double value();

  /** What the last sample alone scored, where the figure is the mean of those; else empty. */
  default OptionalDouble last() {
    return OptionalDouble.empty();
  }

  /** What the metric has to say besides, for people; mostly nothing. */
  default String detail() {
    return "";
  }
}
