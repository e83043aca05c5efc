package dev.brisk.quantization.int4.activation;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.Grid;
import dev.brisk.quantization.int4.block.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/*
 * After Lin et al., "AWQ: Activation-aware Weight Quantization" (2023): weights of inputs that are
 * large on average are scaled up by s = mean(|x|)^r before they become codes, and their inputs
 * down, so that less is lost where it counts. The exponent r with the least error of the outputs is
 * searched, on some rows and columns, with the very blocks and lines in which codes are stored.
 */

/** A factor for each input of some matrices that read the same rows. */
public final class ChannelScales {
  private static final int EXPONENTS = 20;
  private static final int COLUMNS = 64;

  /** The error must fall to this share, else a multiplication at run time is not worth it. */
  private static final double WORTHWHILE = 0.9;

  private ChannelScales() {}

  /** The factors of the weights' rows; empty if none lessens the error enough. */
  public static Optional<float[]> search(
      List<Matrix> matrices, InputRows rows, Grid grid, BlockFit fit) {
    double[] errors =
        IntStream.range(0, EXPONENTS)
            .parallel()
            .mapToDouble(i -> error(matrices, rows, factors(rows, i), grid, fit))
            .toArray();
    int best = 0;
    for (int i = 1; i < errors.length; i++) {
      best = errors[i] < errors[best] ? i : best;
    }
    return errors[best] < WORTHWHILE * errors[0]
        ? Optional.of(factors(rows, best))
        : Optional.empty();
  }

  private static float[] factors(InputRows rows, int step) {
    double exponent = (double) step / EXPONENTS;
    double[] powers = new double[rows.length()];
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.max(StrictMath.pow(rows.magnitude(i), exponent), 1e-4);
      least = Math.min(least, powers[i]);
      most = Math.max(most, powers[i]);
    }
    float[] factors = new float[powers.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (powers[i] / Math.sqrt(least * most));
    }
    return factors;
  }

  private static double error(
      List<Matrix> matrices, InputRows rows, float[] factors, Grid grid, BlockFit fit) {
    double error = 0;
    for (Matrix matrix : matrices) {
      int columns = Math.min(COLUMNS, matrix.columns());
      for (int i = 0; i < columns; i++) {
        int column = (int) ((long) i * matrix.columns() / columns);
        error += error(matrix, column, rows, factors, grid, fit);
      }
    }
    return error;
  }

  private static double error(
      Matrix matrix, int column, InputRows rows, float[] factors, Grid grid, BlockFit fit) {
    float[] weights = new float[matrix.inputs()];
    matrix.read(column, 1, weights);
    float[] off = new float[weights.length];
    float[] block = new float[grid.block()];
    for (int from = 0; from < weights.length; from += grid.block()) {
      int size = Math.min(grid.block(), weights.length - from);
      for (int i = 0; i < size; i++) {
        block[i] = weights[from + i] * factors[from + i];
      }
      Affine line = fit.line(block, size, grid);
      for (int i = 0; i < size; i++) {
        float decoded = line.value(line.code(block[i], grid.codes()));
        off[from + i] = weights[from + i] - decoded / factors[from + i];
      }
    }
    double error = 0;
    for (int row = 0; row < rows.kept(); row++) {
      float[] x = rows.kept(row);
      double product = 0;
      for (int i = 0; i < off.length; i++) {
        product += x[i] * off[i];
      }
      error += product * product;
    }
    return error;
  }
}
