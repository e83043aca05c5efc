package dev.brisk.benchmarks.formula;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The formula of Lin et al., "AWQ: Activation-aware Weight Quantization for LLM Compression and
 * Acceleration" (2023), with zero points: inputs are divided by a power of their mean magnitude,
 * weights multiplied by it; the power is that of the least error of results. Then for each block
 * the range is cut to what makes the least error of its share of the results.
 */
public final class Awq {
  private static final int POWERS = 20;
  private static final int CUTS = 10;

  private final float[] moments;
  private final double[] magnitudes;
  private final ToDoubleFunction<Columns> noise;

  /**
   * For all matrices that read the same rows.
   *
   * @param moments the sums of the products of each two numbers of a row, row by row
   * @param magnitudes the mean magnitude of each number of a row
   * @param noise the energy of the results of a matrix of errors
   */
  public Awq(float[] moments, double[] magnitudes, ToDoubleFunction<Columns> noise) {
    this.moments = moments;
    this.magnitudes = magnitudes;
    this.noise = noise;
  }

  /** What the codes of a matrix stand for, the division of the inputs included. */
  public Columns decoded(Columns weights) {
    Columns best = weights;
    double least = Double.POSITIVE_INFINITY;
    float[] factors = {};
    for (int i = 0; i < POWERS; i++) {
      float[] tried = factors((double) i / POWERS);
      Columns decoded = coded(weights.times(tried), null).times(inverse(tried));
      double error = noise.applyAsDouble(weights.less(decoded));
      if (error < least) {
        least = error;
        best = decoded;
        factors = tried;
      }
    }
    float[] inverse = inverse(factors);
    Columns cut = coded(weights.times(factors), inverse).times(inverse);
    return noise.applyAsDouble(weights.less(cut)) < least ? cut : best;
  }

  private float[] factors(double power) {
    double[] powers = new double[magnitudes.length];
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.max(Math.pow(magnitudes[i], power), 1e-4);
      low = Math.min(low, powers[i]);
      high = Math.max(high, powers[i]);
    }
    float[] factors = new float[powers.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (powers[i] / Math.sqrt(low * high));
    }
    return factors;
  }

  private static float[] inverse(float[] factors) {
    float[] inverse = new float[factors.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / factors[i];
    }
    return inverse;
  }

  /** What codes stand for; by the range of blocks, or with divisors of inputs by cut ranges. */
  private Columns coded(Columns weights, float @Nullable [] divisors) {
    int inputs = weights.inputs();
    float[] decoded = new float[weights.values().length];
    IntStream.range(0, weights.count())
        .parallel()
        .forEach(
            column -> {
              for (int from = 0; from < inputs; from += Columns.BLOCK) {
                int size = Math.min(Columns.BLOCK, inputs - from);
                double[] block = new double[size];
                for (int i = 0; i < size; i++) {
                  block[i] = weights.values()[column * inputs + from + i];
                }
                double[] codes = divisors == null ? coded(block, 1) : cut(block, from, divisors);
                for (int i = 0; i < size; i++) {
                  decoded[column * inputs + from + i] = (float) codes[i];
                }
              }
            });
    return new Columns(decoded, inputs);
  }

  private double[] cut(double[] block, int from, float[] divisors) {
    double[] best = block;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < CUTS; i++) {
      double[] codes = coded(block, 1 - (double) i / POWERS);
      double error = error(block, codes, from, divisors);
      if (error < least) {
        least = error;
        best = codes;
      }
    }
    return best;
  }

  private double error(double[] block, double[] codes, int from, float[] divisors) {
    double[] off = new double[block.length];
    for (int i = 0; i < off.length; i++) {
      off[i] = (block[i] - codes[i]) * divisors[from + i];
    }
    double error = 0;
    for (int i = 0; i < off.length; i++) {
      int row = (from + i) * magnitudes.length + from;
      for (int k = 0; k < off.length; k++) {
        error += off[i] * off[k] * moments[row + k];
      }
    }
    return error;
  }

  /** Codes over a block's range, cut to a share of its largest magnitude. */
  private static double[] coded(double[] block, double share) {
    double most = 0;
    for (double weight : block) {
      most = Math.max(most, Math.abs(weight));
    }
    double[] kept = new double[block.length];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.max(-most * share, Math.min(most * share, block[i]));
      low = Math.min(low, kept[i]);
      high = Math.max(high, kept[i]);
    }
    double scale = (float) (Math.max(high - low, 1e-5) / 15);
    double zero = Math.max(0, Math.min(15, -Math.rint(low / scale)));
    for (int i = 0; i < kept.length; i++) {
      double code = Math.max(0, Math.min(15, Math.rint(kept[i] / scale) + zero));
      kept[i] = (code - zero) * scale;
    }
    return kept;
  }
}
