package dev.brisk.quantization.error;

import dev.brisk.Shape;
import dev.brisk.quantization.sensitivity.OutputError;

/**
 * A value of a model beside its counterpart in another form. Where its channels were multiplied by
 * powers of two, the factors are divided out again: those that bring the numbers nearest. Not
 * thread-safe.
 */
final class Difference {
  /** How far off a number counts that became NaN or infinite, in units of what it should be. */
  private static final double LOST = 1e6;

  private final int axis;
  private double[] signal = {};
  private double[] noise = {};
  private double[] energy = {};

  Difference(int axis) {
    this.axis = axis;
  }

  /** Adds the numbers of one sample; what is not finite in the model itself does not count. */
  void add(float[] exact, float[] other, Shape shape) {
    int place = axis == Counterpart.NONE ? shape.rank() : axis < 0 ? shape.rank() + axis : axis;
    int inner = 1;
    for (int i = place + 1; i < shape.rank(); i++) {
      inner *= Math.toIntExact(shape.dim(i));
    }
    int channels = place == shape.rank() ? 1 : Math.toIntExact(shape.dim(place));
    if (signal.length == 0) {
      signal = new double[channels];
      noise = new double[channels];
      energy = new double[channels];
    }
    int count = Math.min(exact.length, other.length);
    int length = channels == 1 ? Math.max(1, count) : inner;
    for (int from = 0, channel = 0; from < count; from += length) {
      add(exact, other, from, Math.min(count, from + length), channel);
      channel = channel + 1 == signal.length ? 0 : channel + 1;
    }
  }

  private void add(float[] exact, float[] other, int from, int to, int channel) {
    double signals = 0;
    double noises = 0;
    double energies = 0;
    for (int i = from; i < to; i++) {
      double wanted = exact[i];
      if (Double.isFinite(wanted)) {
        double got = Float.isFinite(other[i]) ? other[i] : LOST * (1 + Math.abs(wanted));
        double difference = wanted - got;
        signals += wanted * wanted;
        noises += difference * difference;
        energies += got * got;
      }
    }
    signal[channel] += signals;
    noise[channel] += noises;
    energy[channel] += energies;
  }

  /** The energy of the numbers over that of the differences in decibels; NaN where all are zero. */
  double decibels() {
    double signals = 0;
    double noises = 0;
    for (int channel = 0; channel < signal.length; channel++) {
      signals += signal[channel];
      noises += axis == Counterpart.NONE ? noise[channel] : rescaled(channel);
    }
    return signals == 0 ? Double.NaN : OutputError.decibels(noises / signals);
  }

  /** The noise of a channel divided by the power of two that leaves least of it. */
  private double rescaled(int channel) {
    double product = (signal[channel] + energy[channel] - noise[channel]) / 2;
    if (!(product > 0)) {
      return noise[channel];
    }
    int exponent = Math.getExponent(energy[channel] / product);
    double least = noise[channel];
    for (int candidate = exponent; candidate <= exponent + 1; candidate++) {
      double factor = Math.scalb(1.0, candidate);
      double left = signal[channel] - 2 * product / factor + energy[channel] / (factor * factor);
      least = Math.min(least, candidate == 0 ? noise[channel] : Math.max(0, left));
    }
    return least;
  }
}
