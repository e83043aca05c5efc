package dev.brisk.cli.data;

import dev.brisk.cli.config.Section;
import java.util.Arrays;

/**
 * What is fed for a value of a sample: {@code value * scale + offset}, with one scale and offset
 * for all channels or one for each. Instead of an offset a task file may give mean and standard
 * deviation: {@code (value * scale - mean) / std}.
 */
final class Normalization {
  private final double[] scales;
  private final double[] offsets;

  private Normalization(double[] scales, double[] offsets) {
    this.scales = scales;
    this.offsets = offsets;
  }

  /** Reads {@code scale} and {@code offset}, or {@code scale}, {@code mean} and {@code std}. */
  static Normalization read(Section input) {
    double[] scale = read(input, "scale", 1);
    double[] offset = read(input, "offset", 0);
    double[] mean = read(input, "mean", 0);
    double[] std = read(input, "std", 1);
    if (input.has("offset") && (input.has("mean") || input.has("std"))) {
      throw input.wrong("offset", "given beside mean or std", "left out where those are given");
    }
    int channels = 1;
    for (String key : new String[] {"scale", "offset", "mean", "std"}) {
      channels = common(input, key, channels);
    }
    double[] scales = new double[channels];
    double[] offsets = new double[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = at(std, c);
      if (deviation == 0) {
        throw input.wrong("std", "0", "a number other than 0, or one per channel");
      }
      scales[c] = at(scale, c) / deviation;
      offsets[c] = at(offset, c) - at(mean, c) / deviation;
    }
    return new Normalization(scales, offsets);
  }

  private static double[] read(Section input, String key, double otherwise) {
    return input.has(key) ? input.numbers(key) : new double[] {otherwise};
  }

  private static int common(Section input, String key, int channels) {
    int here = input.has(key) ? input.numbers(key).length : 1;
    if (here != 1 && channels != 1 && here != channels) {
      throw input.wrong(key, "a list of " + here, "a number or a list of " + channels);
    }
    return Math.max(here, channels);
  }

  private static double at(double[] values, int channel) {
    return values[values.length == 1 ? 0 : channel];
  }

  /** The number of channels that are told apart; 1 if all are treated alike. */
  int channels() {
    return scales.length;
  }

  /** Whether values are fed as they are. */
  boolean isIdentity() {
    return Arrays.stream(scales).allMatch(scale -> scale == 1)
        && Arrays.stream(offsets).allMatch(offset -> offset == 0);
  }

  /** What is fed for a value of a channel. */
  double apply(double value, int channel) {
    int c = scales.length == 1 ? 0 : channel;
    return value * scales[c] + offsets[c];
  }

  /** What is fed for each value that an unsigned byte can have, or a signed one by its low bits. */
  float[] table(int channel, boolean signed) {
    float[] table = new float[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) apply(signed ? (byte) i : i, channel);
    }
    return table;
  }

  /** Refuses a list whose length is not the number of channels that there are. */
  void check(Section input, int channels) {
    if (scales.length != 1 && scales.length != channels) {
      throw input.wrong(
          "with " + scales.length + " values of scale, offset, mean or std",
          "with 1 or as many as there are channels, " + channels);
    }
  }
}
