package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;

/*
 * After Badri and Shaji, "Half-Quadratic Quantization of Large Machine Learning Models" (2023):
 * the error's p-norm with p below 1, which forgives outliers, is split into a part E of its own and
 * a quadratic penalty. In turn, E is the shrunk error, and the zero point the mean that fits the
 * weights less E; the penalty grows. The published form stores the zero point as a float. Here it
 * must be a code, so the two next to it are tried, each also with the scale of the least squares,
 * and the p-norm decides. Where the zero point is fixed, the scale moves in its place.
 */

/** A line that is robust to outliers. */
final class HalfQuadraticFit implements BlockFit {
  private static final double NORM = 0.7;
  private static final double FIRST_PENALTY = 10;
  private static final double GROWTH = 1.01;
  private static final int ITERATIONS = 20;

  @Override
  public String name() {
    return "hqq";
  }

  @Override
  public Affine line(float[] weights, int count, Grid grid) {
    Affine covering = new RangeFit().line(weights, count, grid);
    Search search = new Search(weights, count, grid);
    if (search.error(covering) == 0) {
      return covering;
    }
    search.offer(covering);
    if (grid.symmetric()) {
      search.moveScale(covering);
    } else {
      search.moveZeroPoint(covering);
    }
    return search.best;
  }

  private static final class Search {
    private final float[] weights;
    private final int count;
    private final Grid grid;
    private Affine best;
    private double leastError = Double.POSITIVE_INFINITY;

    Search(float[] weights, int count, Grid grid) {
      this.weights = weights;
      this.count = count;
      this.grid = grid;
      this.best = grid.flat();
    }

    void moveZeroPoint(Affine covering) {
      double inverse = 1 / (double) covering.scale();
      double zero = covering.zeroPoint();
      double penalty = FIRST_PENALTY;
      double before = Double.POSITIVE_INFINITY;
      for (int i = 0; i < ITERATIONS; i++) {
        double moved = 0;
        double errors = 0;
        for (int k = 0; k < count; k++) {
          double code = clamp(Math.rint(weights[k] * inverse + zero));
          double error = weights[k] - (code - zero) * covering.scale();
          errors += Math.abs(error);
          moved += code - (weights[k] - shrunk(error, penalty)) * inverse;
        }
        if (errors >= before) {
          break;
        }
        before = errors;
        zero = moved / count;
        penalty *= GROWTH;
      }
      for (int step = 0; step < 2; step++) {
        int code = (int) clamp(Math.floor(zero) + step);
        Affine line = new Affine(covering.scale(), code);
        offer(line);
        offer(leastSquares(line));
      }
    }

    void moveScale(Affine covering) {
      Affine line = covering;
      double penalty = FIRST_PENALTY;
      for (int i = 0; i < ITERATIONS; i++) {
        double products = 0;
        double squares = 0;
        for (int k = 0; k < count; k++) {
          int code = line.code(weights[k], grid.codes()) - line.zeroPoint();
          double error = weights[k] - (double) line.scale() * code;
          products += (weights[k] - shrunk(error, penalty)) * code;
          squares += (double) code * code;
        }
        if (squares == 0 || products == 0) {
          return;
        }
        line = grid.line(products / squares, line.zeroPoint());
        offer(line);
        penalty *= GROWTH;
      }
    }

    private Affine leastSquares(Affine line) {
      double products = 0;
      double squares = 0;
      for (int k = 0; k < count; k++) {
        int code = line.code(weights[k], grid.codes()) - line.zeroPoint();
        products += (double) weights[k] * code;
        squares += (double) code * code;
      }
      return squares == 0 || products == 0 ? line : grid.line(products / squares, line.zeroPoint());
    }

    void offer(Affine line) {
      double error = error(line);
      if (error < leastError) {
        leastError = error;
        best = line;
      }
    }

    double error(Affine line) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        int code = line.code(weights[k], grid.codes()) - line.zeroPoint();
        double error = Math.abs(weights[k] - (double) line.scale() * code);
        sum += error == 0 ? 0 : StrictMath.pow(error, NORM);
      }
      return sum;
    }

    private double clamp(double code) {
      return Math.max(0, Math.min(grid.codes().highest(), code));
    }

    private static double shrunk(double error, double penalty) {
      double magnitude = Math.abs(error);
      if (magnitude == 0) {
        return 0;
      }
      double left = magnitude - StrictMath.pow(magnitude, NORM - 1) / penalty;
      return left <= 0 ? 0 : Math.copySign(left, error);
    }
  }
}
