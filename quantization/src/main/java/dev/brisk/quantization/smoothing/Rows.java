package dev.brisk.quantization.smoothing;

import dev.brisk.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The extremes of the numbers of each channel, the last dimension of a value, and some rows. */
final class Rows {
  private static final int PER_SAMPLE = 4;
  private static final int MOST = 64;

  private final float[] lows;
  private final float[] highs;
  private final List<double[]> rows = new ArrayList<>();
  private boolean finite = true;

  Rows(int channels) {
    lows = new float[channels];
    highs = new float[channels];
  }

  /** Adds a tensor; of its rows a few are kept, evenly spread. */
  void add(Tensor tensor) {
    FloatBuffer values = tensor.asFloatBuffer();
    int channels = lows.length;
    int count = values.limit() / channels;
    for (int i = 0; i < count * channels; i++) {
      float value = values.get(i);
      int channel = i % channels;
      lows[channel] = Math.min(lows[channel], value);
      highs[channel] = Math.max(highs[channel], value);
    }
    int step = Math.max(1, count / PER_SAMPLE);
    for (int row = step / 2; row < count && rows.size() < MOST; row += step) {
      double[] kept = new double[channels];
      for (int channel = 0; channel < channels; channel++) {
        kept[channel] = values.get(row * channels + channel);
        finite &= Double.isFinite(kept[channel]);
      }
      rows.add(kept);
    }
  }

  int channels() {
    return lows.length;
  }

  /** The least number of a channel, at most zero. */
  double low(int channel) {
    return lows[channel];
  }

  /** The greatest number of a channel, at least zero. */
  double high(int channel) {
    return highs[channel];
  }

  /** The largest magnitude of a channel. */
  double largest(int channel) {
    return Math.max(highs[channel], -(double) lows[channel]);
  }

  /** Some rows. */
  List<double[]> rows() {
    return rows;
  }

  /** Whether there are rows, and all numbers were finite. */
  boolean isUsable() {
    boolean usable = finite && !rows.isEmpty();
    for (int channel = 0; channel < lows.length; channel++) {
      usable &= Double.isFinite(largest(channel));
    }
    return usable;
  }
}
