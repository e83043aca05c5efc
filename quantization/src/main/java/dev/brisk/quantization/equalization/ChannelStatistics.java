package dev.brisk.quantization.equalization;

import dev.brisk.Tensor;
import java.nio.FloatBuffer;

/** The extremes and the variance of the numbers of each channel of a value. */
final class ChannelStatistics {
  /** The least share of the variance in the mean square that floats can tell from nothing. */
  private static final double LEAST_SHARE = 1e-11;

  private final float[] lows;
  private final float[] highs;
  private final double[] sums;
  private final double[] squares;
  private long size;

  ChannelStatistics(int channels) {
    lows = new float[channels];
    highs = new float[channels];
    sums = new double[channels];
    squares = new double[channels];
  }

  /** Adds a tensor whose second dimension is that of the channels. */
  void add(Tensor tensor) {
    int inner = 1;
    for (int i = 2; i < tensor.shape().rank(); i++) {
      inner *= Math.toIntExact(tensor.shape().dim(i));
    }
    FloatBuffer values = tensor.asFloatBuffer();
    for (int batch = 0; batch < tensor.shape().dim(0); batch++) {
      for (int channel = 0; channel < lows.length; channel++) {
        add(channel, values, inner);
      }
      size += inner;
    }
  }

  private void add(int channel, FloatBuffer values, int count) {
    float low = 0;
    float high = 0;
    double sum = 0;
    double square = 0;
    for (int i = 0; i < count; i++) {
      float value = values.get();
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
      square += (double) value * value;
    }
    lows[channel] = Math.min(lows[channel], low);
    highs[channel] = Math.max(highs[channel], high);
    sums[channel] += sum;
    squares[channel] += square;
  }

  /** The number of channels. */
  int channels() {
    return lows.length;
  }

  /** How many numbers were added to each channel. */
  long size() {
    return size;
  }

  /** The least number of a channel, at most zero. */
  float low(int channel) {
    return lows[channel];
  }

  /** The greatest number of a channel, at least zero. */
  float high(int channel) {
    return highs[channel];
  }

  /** The variance of a channel's numbers; zero where they differ by rounding errors only. */
  double variance(int channel) {
    double mean = sums[channel] / Math.max(1, size);
    double square = squares[channel] / Math.max(1, size);
    double variance = square - mean * mean;
    return variance > LEAST_SHARE * square ? variance : 0;
  }

  /** Whether all numbers were finite. */
  boolean isFinite() {
    for (int i = 0; i < lows.length; i++) {
      if (!Float.isFinite(lows[i]) || !Float.isFinite(highs[i]) || !Double.isFinite(squares[i])) {
        return false;
      }
    }
    return true;
  }
}
