package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;
import java.util.Arrays;

/*
 * For codes c about the zero point, the scale of the least weighted squared error is
 * sum(w x c) / sum(w c c), and what it leaves of sum(w x x) is less by
 * sum(w x c)^2 / sum(w c c). So a zero point and a trial scale, which gives the codes, are ranked
 * by that quotient alone. The best of a grid of trials is then refined: codes for the scale, scale
 * for the codes, while the error falls. As the trials begin with the line that covers the block's
 * range, the error is never above that line's.
 */

/** A line of the least weighted squared error among many, by search and least squares. */
public final class SquaresFit implements BlockFit {
  /** The trial scales as shares of the one that covers the range. */
  private static final double WIDEST = 1.1;

  private static final double NARROWEST = 0.6;
  private static final double STEP = 0.05;

  /** Zero points beside the one that clips both ends alike. */
  private static final int SHIFTS = 1;

  private static final int REFINEMENTS = 6;

  /** Added and taken away again, it rounds floats below 2^22 to integers, ties to even. */
  private static final float ROUNDER = 0x1.8p23f;

  private final String name;
  private final boolean weighted;

  private SquaresFit(String name, boolean weighted) {
    this.name = name;
    this.weighted = weighted;
  }

  /** Each weight counts the same. */
  static SquaresFit plain() {
    return new SquaresFit("mse", false);
  }

  /** Large weights count more: by the block's root mean square plus their magnitude. */
  static SquaresFit byMagnitude() {
    return new SquaresFit("k-quant", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Affine line(float[] weights, int count, Grid grid) {
    return line(weights, weighted ? magnitudes(weights, count) : ones(count), count, grid);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static float[] magnitudes(float[] weights, int count) {
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (double) weights[i] * weights[i];
    }
    double root = Math.max(Math.sqrt(squares / count), Double.MIN_NORMAL);
    float[] magnitudes = new float[count];
    for (int i = 0; i < count; i++) {
      magnitudes[i] = (float) (1 + Math.abs(weights[i]) / root);
    }
    return magnitudes;
  }

  /**
   * The line for weights of given importance.
   *
   * @param importance the factor of each weight's squared error, positive
   */
  public static Affine line(float[] weights, float[] importance, int count, Grid grid) {
    float low = 0;
    float high = 0;
    for (int i = 0; i < count; i++) {
      low = Math.min(low, weights[i]);
      high = Math.max(high, weights[i]);
    }
    Affine covering = RangeFit.line(low, high, grid);
    if (low == high || Math.abs(covering.scale()) <= Float.MIN_NORMAL) {
      return covering;
    }
    Search search = new Search(weights, importance, count, grid);
    search.refine(covering);
    if (grid.symmetric()) {
      search.trySymmetric(covering.scale());
    } else {
      search.tryZeroPoints(low, high, covering.scale());
    }
    search.refine(search.best());
    return search.chosen;
  }

  /** The state of one search. */
  private static final class Search {
    private final float[] weights;
    private final float[] importance;
    private final int count;
    private final Grid grid;
    private double bestGain = -1;
    private double bestScale;
    private int bestZeroPoint;
    private Affine chosen;
    private double chosenError = Double.POSITIVE_INFINITY;

    Search(float[] weights, float[] importance, int count, Grid grid) {
      this.weights = weights;
      this.importance = importance;
      this.count = count;
      this.grid = grid;
      this.chosen = grid.flat();
    }

    Affine best() {
      return grid.line(bestScale, bestZeroPoint);
    }

    void trySymmetric(double covering) {
      for (double share = WIDEST; share > NARROWEST; share -= STEP) {
        attempt(covering * share, grid.middle());
        attempt(-covering * share, grid.middle());
      }
    }

    void tryZeroPoints(float low, float high, double covering) {
      int highest = grid.codes().highest();
      for (double share = WIDEST; share > NARROWEST; share -= STEP) {
        double scale = covering * share;
        double clipped = ((double) high - low - highest * scale) / 2;
        int even = (int) Math.rint((-low - clipped) / scale);
        for (int shift = -SHIFTS; shift <= SHIFTS; shift++) {
          int zeroPoint = even + shift;
          if (zeroPoint >= 0 && zeroPoint <= highest) {
            attempt(scale, zeroPoint);
          }
        }
      }
    }

    private void attempt(double scale, int zeroPoint) {
      float inverse = (float) (1 / scale);
      float lowest = -zeroPoint;
      float highest = grid.codes().highest() - zeroPoint;
      float[] x = weights;
      float[] w = importance;
      double products = 0;
      double squares = 0;
      double products2 = 0;
      double squares2 = 0;
      int i = 0;
      for (; i + 1 < count; i += 2) {
        float code = clamp((x[i] * inverse + ROUNDER) - ROUNDER, lowest, highest);
        float code2 = clamp((x[i + 1] * inverse + ROUNDER) - ROUNDER, lowest, highest);
        double scaled = w[i] * code;
        double scaled2 = w[i + 1] * code2;
        products += scaled * x[i];
        products2 += scaled2 * x[i + 1];
        squares += scaled * code;
        squares2 += scaled2 * code2;
      }
      if (i < count) {
        float code = clamp((x[i] * inverse + ROUNDER) - ROUNDER, lowest, highest);
        products += (double) (w[i] * code) * x[i];
        squares += (double) (w[i] * code) * code;
      }
      offer(products + products2, squares + squares2, zeroPoint);
    }

    private static float clamp(float code, float lowest, float highest) {
      float above = code < lowest ? lowest : code;
      return above > highest ? highest : above;
    }

    private void offer(double products, double squares, int zeroPoint) {
      double gain = squares > 0 ? products * products / squares : 0;
      if (gain > bestGain) {
        bestGain = gain;
        bestScale = products / squares;
        bestZeroPoint = zeroPoint;
      }
    }

    /** Improves a line, and keeps it if it is better than the one kept. */
    void refine(Affine start) {
      Affine line = start;
      for (int i = 0; i < REFINEMENTS && isFinite(line); i++) {
        double products = 0;
        double squares = 0;
        double error = 0;
        float scale = line.scale();
        float lowest = -line.zeroPoint();
        float highest = grid.codes().highest() - line.zeroPoint();
        for (int k = 0; k < count; k++) {
          float code = clamp((weights[k] / scale + ROUNDER) - ROUNDER, lowest, highest);
          double off = weights[k] - (double) scale * code;
          double scaled = (double) importance[k] * code;
          error += importance[k] * off * off;
          products += scaled * weights[k];
          squares += scaled * code;
        }
        if (!(error < chosenError) && i > 0) {
          return;
        }
        if (error < chosenError) {
          chosenError = error;
          chosen = line;
        }
        if (squares == 0) {
          return;
        }
        line = grid.line(products / squares, line.zeroPoint());
      }
    }

    private static boolean isFinite(Affine line) {
      return Float.isFinite(line.scale()) && line.scale() != 0;
    }
  }
}
