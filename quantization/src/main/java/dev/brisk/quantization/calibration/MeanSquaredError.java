package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Codes;

/**
 * Covers the range that makes the mean squared error of the codes least: each end is moved inwards
 * on its own, first over a grid, then in ever finer steps around the best.
 */
final class MeanSquaredError implements RangeMethod {
  private static final int GRID = 16;
  private static final double FINEST = 1.0 / 1024;

  @Override
  public String name() {
    return "mse";
  }

  @Override
  public Range range(Histogram histogram, Codes codes) {
    return histogram.isEmpty() ? histogram.range() : new Search(histogram, codes).best();
  }

  /** One search; an end's position is the share of the distance from zero that is kept. */
  private static final class Search {
    private final QuantizationNoise noise;
    private final Codes codes;
    private final double min;
    private final double max;
    private double low = 1;
    private double high = 1;
    private double least;

    Search(Histogram histogram, Codes codes) {
      this.noise = new QuantizationNoise(histogram);
      this.codes = codes;
      this.min = Math.min(histogram.min(), 0);
      this.max = Math.max(histogram.max(), 0);
      this.least = error(1, 1);
    }

    Range best() {
      grid();
      for (double step = 0.5 / GRID; step >= FINEST; step /= 2) {
        refine(step);
      }
      return new Range((float) (min * low), (float) (max * high));
    }

    private void grid() {
      for (int i = min < 0 ? 1 : GRID; i <= GRID; i++) {
        for (int j = max > 0 ? 1 : GRID; j <= GRID; j++) {
          tryOut((double) i / GRID, (double) j / GRID);
        }
      }
    }

    /** Walks downhill with one step width until no neighbour is better. */
    private void refine(double step) {
      double before;
      do {
        before = least;
        tryOut(low - step, high);
        tryOut(low + step, high);
        tryOut(low, high - step);
        tryOut(low, high + step);
      } while (least < before);
    }

    private void tryOut(double newLow, double newHigh) {
      if (newLow <= 0 || newHigh <= 0 || newLow > 1 || newHigh > 1) {
        return;
      }
      double error = error(newLow, newHigh);
      if (error >= least) {
        return;
      }
      least = error;
      low = newLow;
      high = newHigh;
    }

    private double error(double newLow, double newHigh) {
      return noise.meanSquare(Affine.covering(min * newLow, max * newHigh, codes), codes);
    }
  }
}
