package dev.brisk.cli.metric;

import dev.brisk.cli.data.Sample;

/**
 * The signal to quantization noise ratio in decibels: the energy of the float model's outputs over
 * that of the differences from them, all samples together. Kept between -{@value #MOST} and {@value
 * #MOST}, which is also what no difference gives.
 */
public final class Sqnr implements Metric {
  static final double MOST = 300;

  private double signal;
  private double noise;
  private long samples;

  @Override
  public void add(Sample sample, float[] output, float[] reference) {
    samples++;
    for (int i = 0; i < output.length; i++) {
      double difference = (double) output[i] - reference[i];
      signal += (double) reference[i] * reference[i];
      noise += difference * difference;
    }
  }

  @Override
  public double value() {
    if (samples == 0) {
      return Double.NaN;
    } else if (noise == 0) {
      return MOST;
    }
    return Math.max(-MOST, Math.min(MOST, 10 * Math.log10(signal / noise)));
  }
}
