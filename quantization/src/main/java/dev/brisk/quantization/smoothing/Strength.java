package dev.brisk.quantization.smoothing;

import java.util.Arrays;
import java.util.List;

/**
 * Chooses the factors of a value's channels, as powers of two so that no number is rounded.
 *
 * <p>As in SmoothQuant (G. Xiao et al., ICML 2023) a channel is divided by a = max|x|^s /
 * max|w|^(1-s), and its weights are multiplied by it. The strength s is the one of a grid with
 * which the products of some rows with some outputs' weights, both as 8-bit codes, are nearest to
 * the exact ones.
 */
final class Strength {
  private static final int STEPS = 10;
  private static final int MOST = 12;
  private static final double ACTIVATION_CODES = 255;
  private static final double WEIGHT_CODES = 127;

  private final Rows rows;
  private final List<Columns> layers;

  Strength(Rows rows, List<Columns> layers) {
    this.rows = rows;
    this.layers = layers;
  }

  /**
   * The exponents by which weights grow and the value shrinks, by channel; all zero where the error
   * would not fall below a share of what it is.
   */
  int[] exponents(double share) {
    int[] best = new int[rows.channels()];
    double least = share * error(best);
    for (int step = 1; step <= STEPS; step++) {
      int[] candidate = candidate((double) step / STEPS);
      double error = error(candidate);
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    return best;
  }

  private int[] candidate(double strength) {
    int channels = rows.channels();
    double[] logs = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      double weights = 0;
      for (Columns layer : layers) {
        weights = Math.max(weights, layer.largest(channel));
      }
      double largest = rows.largest(channel);
      logs[channel] =
          largest == 0 || weights == 0
              ? Double.NaN
              : strength * StrictMath.log(largest) - (1 - strength) * StrictMath.log(weights);
    }
    double middle =
        Arrays.stream(logs)
            .filter(Double::isFinite)
            .sorted()
            .skip(channels / 2)
            .findFirst()
            .orElse(0);
    int[] exponents = new int[channels];
    for (int channel = 0; channel < channels; channel++) {
      double exponent = Math.rint((logs[channel] - middle) / StrictMath.log(2));
      exponents[channel] =
          Double.isNaN(exponent) ? 0 : (int) Math.max(-MOST, Math.min(MOST, exponent));
    }
    return exponents;
  }

  /** The squared error of the products, each layer's relative to the square of the exact ones. */
  double error(int[] exponents) {
    double low = 0;
    double high = 0;
    for (int channel = 0; channel < exponents.length; channel++) {
      low = Math.min(low, Math.scalb(rows.low(channel), -exponents[channel]));
      high = Math.max(high, Math.scalb(rows.high(channel), -exponents[channel]));
    }
    double step = (high - low) / ACTIVATION_CODES;
    double[][] exact = rows.rows().toArray(double[][]::new);
    double[][] coded = new double[exact.length][];
    for (int row = 0; row < exact.length; row++) {
      coded[row] = rounded(exact[row], exponents, -1, step);
    }
    return layers.stream().mapToDouble(layer -> error(layer, exponents, exact, coded)).sum();
  }

  private static double error(Columns layer, int[] exponents, double[][] exact, double[][] coded) {
    double noise = 0;
    double signal = 0;
    for (double[] weights : layer.some()) {
      double largest = 0;
      for (int channel = 0; channel < weights.length; channel++) {
        largest = Math.max(largest, Math.abs(Math.scalb(weights[channel], exponents[channel])));
      }
      double[] codes = rounded(weights, exponents, 1, largest / WEIGHT_CODES);
      for (int row = 0; row < exact.length; row++) {
        double product = product(exact[row], weights);
        double difference = product - product(coded[row], codes);
        signal += product * product;
        noise += difference * difference;
      }
    }
    return signal == 0 ? 0 : noise / signal;
  }

  /** Numbers multiplied by powers of two and brought to the nearest multiples of a step. */
  private static double[] rounded(double[] numbers, int[] exponents, int sign, double step) {
    double[] rounded = new double[numbers.length];
    for (int channel = 0; channel < numbers.length; channel++) {
      double scaled = Math.scalb(numbers[channel], sign * exponents[channel]);
      rounded[channel] = step == 0 ? 0 : Math.rint(scaled / step) * step;
    }
    return rounded;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
