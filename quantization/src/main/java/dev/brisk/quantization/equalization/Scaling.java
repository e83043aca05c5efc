package dev.brisk.quantization.equalization;

import java.util.List;

/**
 * Chooses the factors of a chain's channels, as powers of two so that no weight is rounded.
 *
 * <p>Codes of one scale for all channels serve best where all have the same range, so factors raise
 * the channels of small range. But what a factor raises, the readers' weights must lower again, and
 * a reader, which has one scale for all weights of an output, is left with fewer codes for those.
 * As in SmoothQuant (G. Xiao et al., ICML 2023) a strength says how far to go, and the one is taken
 * for which the noise at the readers' outputs is estimated to be least: that of the codes of
 * activations and that of the codes of weights, each spread evenly over a step, by output relative
 * to the variance of its signal. Means count for nothing, since biases make up for their errors.
 */
final class Scaling {
  private static final int STEPS = 8;
  private static final double ACTIVATION_CODES = 255;
  private static final double WEIGHT_CODES = 127;

  private final double[] lows;
  private final double[] highs;
  private final double[] variances;
  private final List<ReaderWeights> readers;
  private final int most;

  /**
   * A choice.
   *
   * @param lows the least number of each channel, at most zero
   * @param highs the greatest number of each channel, at least zero
   * @param variances the mean of the variances of each channel's numbers
   * @param most the greatest power of two allowed
   */
  Scaling(
      double[] lows, double[] highs, double[] variances, List<ReaderWeights> readers, int most) {
    this.lows = lows;
    this.highs = highs;
    this.variances = variances;
    this.readers = readers;
    this.most = most;
  }

  /**
   * The exponents of the factors, one for each channel; all zero where the estimated noise would
   * not fall below a share of what it is.
   */
  int[] exponents(double share) {
    int[] best = new int[lows.length];
    double least = share * noise(best);
    for (int step = 1; step <= STEPS; step++) {
      int[] candidate = candidate((double) step / STEPS);
      double noise = noise(candidate);
      if (noise < least) {
        least = noise;
        best = candidate;
      }
    }
    return best;
  }

  private int[] candidate(double strength) {
    double widest = 0;
    for (int c = 0; c < lows.length; c++) {
      widest = Math.max(widest, extent(c));
    }
    int[] exponents = new int[lows.length];
    for (int c = 0; c < exponents.length; c++) {
      int room = extent(c) == 0 ? 0 : Math.getExponent(widest / extent(c));
      exponents[c] = (int) Math.min(most, strength * room);
    }
    return exponents;
  }

  private double extent(int channel) {
    return Math.max(highs[channel], -lows[channel]);
  }

  /** The mean noise over signal of the outputs of each reader, summed over the readers. */
  double noise(int[] exponents) {
    double low = 0;
    double high = 0;
    for (int c = 0; c < exponents.length; c++) {
      low = Math.min(low, Math.scalb(lows[c], exponents[c]));
      high = Math.max(high, Math.scalb(highs[c], exponents[c]));
    }
    double step = (high - low) / ACTIVATION_CODES;
    return readers.stream().mapToDouble(reader -> noise(reader, exponents, step * step / 12)).sum();
  }

  private double noise(ReaderWeights reader, int[] exponents, double activationNoise) {
    WeightLayout layout = reader.layout();
    double noise = 0;
    for (int output = 0; output < layout.outputs(); output++) {
      double largest = 0;
      double gain = 0;
      double power = 0;
      double signal = 0;
      for (int i = 0; i < layout.inputs(); i++) {
        int c = layout.channel(output, i);
        int pair = output * layout.inputs() + i;
        largest = Math.max(largest, Math.scalb(reader.largest()[pair], -exponents[c]));
        gain += Math.scalb(reader.squares()[pair], -2 * exponents[c]);
        power += Math.scalb(variances[c], 2 * exponents[c]);
        signal += reader.squares()[pair] * variances[c];
      }
      double step = largest / WEIGHT_CODES;
      noise +=
          signal == 0
              ? 0
              : (gain * activationNoise + step * step / 12 * layout.taps() * power) / signal;
    }
    return noise / layout.outputs();
  }
}
