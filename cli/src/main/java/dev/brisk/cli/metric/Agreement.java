package dev.brisk.cli.metric;

import dev.brisk.cli.data.Sample;

/** The percentage of samples for which the highest output is where the float model has it. */
public final class Agreement implements Metric {
  private long agreed;
  private long samples;

  @Override
  public void add(Sample sample, float[] output, float[] reference) {
    samples++;
    agreed += Scores.best(output) == Scores.best(reference) ? 1 : 0;
  }

  @Override
  public double value() {
    return 100.0 * agreed / samples;
  }
}
