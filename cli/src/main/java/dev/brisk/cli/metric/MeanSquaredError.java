package dev.brisk.cli.metric;

import dev.brisk.cli.data.Sample;

/** The mean of the squared differences from the float model's outputs. */
final class MeanSquaredError implements Metric {
  private double sum;
  private long elements;

  @Override
  public void add(Sample sample, float[] output, float[] reference) {
    elements += output.length;
    for (int i = 0; i < output.length; i++) {
      double difference = (double) output[i] - reference[i];
      sum += difference * difference;
    }
  }

  @Override
  public double value() {
    return sum / elements;
  }
}
