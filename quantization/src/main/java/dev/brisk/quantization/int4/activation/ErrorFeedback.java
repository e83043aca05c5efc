package dev.brisk.quantization.int4.activation;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.int4.block.BlockCodes;
import dev.brisk.quantization.int4.block.Grid;
import dev.brisk.quantization.int4.block.Matrix;
import dev.brisk.quantization.int4.block.SquaresFit;
import java.util.Arrays;
import java.util.stream.IntStream;

/*
 * After Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained
 * Transformers" (2022). With H = X^T X = R R^T and R upper triangular, weights w with codes that
 * stand for q change the layer's output by ||R^T e||^2, e = w - q, whose i-th part hangs on the
 * errors up to i alone: R[i][i] e[i] + s[i] with s[i] = sum over j < i of R[j][i] e[j]. So the best
 * for weight i, once those before have their codes, is w[i] + s[i] / R[i][i]: the same that GPTQ
 * finds by updating all later weights, without the inverse of H. A block's line is chosen for the
 * weights that would be best if they were free, each by R[i][i]^2, and its codes are then those
 * stored: nothing is rounded twice.
 */

/** Codes of a matrix, each of which makes up for the errors of those before it. */
public final class ErrorFeedback {
  private static final int COLUMNS_AT_ONCE = 64;

  private final Matrix matrix;
  private final Factor factor;
  private final Grid grid;
  private final float[] importance;
  private final BlockCodes codes;

  private ErrorFeedback(Matrix matrix, Factor factor, Grid grid) {
    this.matrix = matrix;
    this.factor = factor;
    this.grid = grid;
    this.importance = new float[matrix.inputs()];
    double largest = 0;
    for (int i = 0; i < importance.length; i++) {
      largest = Math.max(largest, factor.row(i)[0]);
    }
    for (int i = 0; i < importance.length; i++) {
      double share = factor.row(i)[0] / largest;
      importance[i] = (float) Math.max(share * share, 1e-12);
    }
    this.codes = new BlockCodes(grid, matrix.inputs(), matrix.columns());
  }

  /**
   * The codes of a matrix; the same whatever the number of threads.
   *
   * @param factor of the second moments of the rows that the matrix is multiplied by
   */
  public static BlockCodes quantize(Matrix matrix, Factor factor, Grid grid) {
    ErrorFeedback feedback = new ErrorFeedback(matrix, factor, grid);
    int chunks = (matrix.columns() + COLUMNS_AT_ONCE - 1) / COLUMNS_AT_ONCE;
    IntStream.range(0, chunks).parallel().forEach(feedback::quantizeChunk);
    return feedback.codes;
  }

  private void quantizeChunk(int chunk) {
    int first = chunk * COLUMNS_AT_ONCE;
    int count = Math.min(COLUMNS_AT_ONCE, matrix.columns() - first);
    int inputs = matrix.inputs();
    float[] weights = new float[count * inputs];
    matrix.read(first, count, weights);
    double[] errors = new double[inputs * COLUMNS_AT_ONCE];
    double[] before = new double[grid.block() * COLUMNS_AT_ONCE];
    for (int from = 0; from < inputs; from += grid.block()) {
      int size = Math.min(grid.block(), inputs - from);
      sumErrors(errors, from, size, before);
      for (int c = 0; c < count; c++) {
        quantizeBlock(first + c, c, from, size, weights, before, errors);
      }
    }
  }

  /** For each weight of a block the sum of the errors before the block, by their factors. */
  private void sumErrors(double[] errors, int from, int size, double[] sums) {
    Arrays.fill(sums, 0);
    for (int j = 0; j < from; j++) {
      double[] row = factor.row(j);
      int error = j * COLUMNS_AT_ONCE;
      for (int i = 0; i < size; i++) {
        double by = row[from + i - j];
        int sum = i * COLUMNS_AT_ONCE;
        for (int c = 0; c < COLUMNS_AT_ONCE; c++) {
          sums[sum + c] += by * errors[error + c];
        }
      }
    }
  }

  private void quantizeBlock(
      int column, int c, int from, int size, float[] all, double[] before, double[] errors) {
    float[] free = new float[size];
    float[] importances = new float[size];
    double[] own = new double[size];
    for (int i = 0; i < size; i++) {
      double target = target(all[c * factor.size() + from + i], i, from, before, c, own);
      free[i] = (float) target;
      own[i] = all[c * factor.size() + from + i] - target;
      importances[i] = importance[from + i];
    }
    Affine line = SquaresFit.line(free, importances, size, grid);
    codes.setLine(column, from / grid.block(), line);
    for (int i = 0; i < size; i++) {
      float weight = all[c * factor.size() + from + i];
      int code = line.code((float) target(weight, i, from, before, c, own), grid.codes());
      codes.setCode(column, from + i, code);
      own[i] = (double) weight - line.value(code);
      errors[(from + i) * COLUMNS_AT_ONCE + c] = own[i];
    }
  }

  /** What the i-th weight of a block should be, given the errors of those before it. */
  private double target(float weight, int i, int from, double[] before, int c, double[] own) {
    double sum = before[i * COLUMNS_AT_ONCE + c];
    for (int j = 0; j < i; j++) {
      sum += factor.row(from + j)[i - j] * own[j];
    }
    return weight + sum / factor.row(from + i)[0];
  }
}
