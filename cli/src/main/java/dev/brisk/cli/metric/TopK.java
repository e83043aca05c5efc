package dev.brisk.cli.metric;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.data.Sample;
import java.util.OptionalDouble;

/** The percentage of samples whose label is among the k classes with the highest scores. */
final class TopK implements Metric {
  private final int k;
  private long right;
  private long samples;
  private boolean lastRight;

  TopK(int k) {
    this.k = k;
  }

  @Override
  public void add(Sample sample, float[] output, float[] reference) {
    long label =
        sample
            .label()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The metric top%d needs labels, but %s has none; name the column data.label or a record field called label"
                            .formatted(k, sample.name())));
    if (label < 0 || label >= output.length) {
      throw new InvalidInputException(
          "The label of %s is %d, but the output has %d scores, for labels from 0 to %d"
              .formatted(sample.name(), label, output.length, output.length - 1));
    }
    samples++;
    lastRight = Scores.among(output, (int) label, k);
    right += lastRight ? 1 : 0;
  }

  @Override
  public OptionalDouble last() {
    return OptionalDouble.of(lastRight ? 100 : 0);
  }

  @Override
  public double value() {
    return 100.0 * right / samples;
  }
}
