package dev.brisk.cli.evaluation;

import dev.brisk.Tensor;

/**
 * A value of a float model beside that of a quantized one.
 *
 * <p>Where the channels of the latter were multiplied by powers of two, the factors are divided out
 * again. They are known from the numbers themselves: they bring a channel's energy nearest to what
 * it is in the float model.
 */
final class Comparison {
  private final String before;
  private final String after;
  private final boolean equalized;
  private double[] signal = {};
  private double[] noise = {};
  private double[] energy = {};

  /**
   * A comparison that has seen no numbers.
   *
   * @param before the value's name in the float model
   * @param after its name in the quantized model
   * @param equalized whether its channels, the second dimension, were multiplied by factors
   */
  Comparison(String before, String after, boolean equalized) {
    this.before = before;
    this.after = after;
    this.equalized = equalized;
  }

  String before() {
    return before;
  }

  String after() {
    return after;
  }

  /** Adds the numbers of one sample. */
  void add(Tensor expected, Tensor actual) {
    int channels = equalized ? Math.toIntExact(expected.shape().dim(1)) : 1;
    int inner = 1;
    for (int i = 2; i < expected.shape().rank(); i++) {
      inner *= Math.toIntExact(expected.shape().dim(i));
    }
    if (signal.length == 0) {
      signal = new double[channels];
      noise = new double[channels];
      energy = new double[channels];
    }
    add(expected.toFloatArray(), actual.toFloatArray(), inner);
  }

  private void add(float[] expected, float[] actual, int inner) {
    for (int i = 0; i < expected.length; i++) {
      int channel = equalized ? i / inner % signal.length : 0;
      double difference = (double) expected[i] - actual[i];
      signal[channel] += (double) expected[i] * expected[i];
      noise[channel] += difference * difference;
      energy[channel] += (double) actual[i] * actual[i];
    }
  }

  /** The energy of the float model's numbers over that of the difference, in decibels. */
  double decibels() {
    double signals = 0;
    double noises = 0;
    for (int channel = 0; channel < signal.length; channel++) {
      signals += signal[channel];
      noises += noise(channel);
    }
    return 10 * Math.log10(signals / noises);
  }

  private double noise(int channel) {
    double exponent = Math.rint(Math.log(energy[channel] / signal[channel]) / Math.log(4));
    if (!equalized || exponent == 0 || !Double.isFinite(exponent)) {
      return noise[channel];
    }
    double factor = Math.scalb(1.0, (int) exponent);
    double product = (signal[channel] + energy[channel] - noise[channel]) / 2;
    return Math.max(
        0, signal[channel] - 2 * product / factor + energy[channel] / (factor * factor));
  }
}
