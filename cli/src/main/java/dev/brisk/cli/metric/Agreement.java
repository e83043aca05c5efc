package dev.brisk.cli.metric;

import dev.brisk.cli.data.Sample;
import java.util.OptionalDouble;

/** The percentage of samples for which the highest output is where the float model has it. */
public final class Agreement implements Metric {
  private long agreed;
  private long samples;
  private boolean lastAgreed;

  @Override
  public void add(Sample sample, float[] output, float[] reference) {
    samples++;
    lastAgreed = Scores.best(output) == Scores.best(reference);
    agreed += lastAgreed ? 1 : 0;
  }

  @Override
  public OptionalDouble last() {
    return OptionalDouble.of(lastAgreed ? 100 : 0);
  }

  @Override
  public double value() {
    return 100.0 * agreed / samples;
  }
}
