package dev.brisk.benchmarks.formula;

import java.util.stream.IntStream;

/**
 * The formula of Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative
 * Pre-trained Transformers" (2022), with zero points: column by column of the factor of the inverse
 * of the second moments, each weight takes the nearest code and moves the rest by its error. A
 * block's scale is that of its range when its turn comes.
 */
public final class Gptq {
  private static final double DAMPING = 0.01;
  private static final int COLUMNS_AT_ONCE = 16;

  private final int size;
  private final double[][] factor;
  private final boolean[] dead;

  /**
   * The factor that all matrices share that read the same rows.
   *
   * @param moments the sums of the products of each two numbers of a row, row by row
   */
  public Gptq(float[] moments) {
    this.size = (int) Math.round(Math.sqrt(moments.length));
    this.dead = new boolean[size];
    double[][] damped = new double[size][size];
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += moments[i * size + i];
    }
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        damped[i][k] = moments[i * size + k];
      }
      dead[i] = damped[i][i] == 0;
      damped[i][i] = (dead[i] ? 1 : damped[i][i]) + DAMPING * trace / size;
    }
    this.factor = factorOfInverse(damped);
  }

  /**
   * U, upper triangular, with U^T U the inverse of a matrix. As that of R R^T is R^-T R^-1, it is
   * the inverse of the upper triangular R with R R^T the matrix.
   */
  private static double[][] factorOfInverse(double[][] matrix) {
    int n = matrix.length;
    double[][] columns = new double[n][];
    for (int j = n - 1; j >= 0; j--) {
      double pivot = Math.sqrt(matrix[j][j]);
      double[] column = new double[j + 1];
      for (int i = 0; i <= j; i++) {
        column[i] = matrix[j][i] / pivot;
      }
      columns[j] = column;
      IntStream.range(0, j)
          .parallel()
          .forEach(
              i -> {
                double[] row = matrix[i];
                double by = column[i];
                for (int k = 0; k <= i; k++) {
                  row[k] -= by * column[k];
                }
              });
    }
    double[][] inverse = new double[n][n];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            j -> {
              double[] x = new double[j + 1];
              x[j] = 1;
              for (int i = j; i >= 0; i--) {
                double[] column = columns[i];
                x[i] /= column[i];
                double by = x[i];
                for (int k = 0; k < i; k++) {
                  x[k] -= by * column[k];
                }
              }
              for (int i = 0; i <= j; i++) {
                inverse[i][j] = x[i];
              }
            });
    return inverse;
  }

  /** What the codes of a matrix stand for. */
  public Columns decoded(Columns weights) {
    float[] decoded = new float[weights.values().length];
    int chunks = (weights.count() + COLUMNS_AT_ONCE - 1) / COLUMNS_AT_ONCE;
    IntStream.range(0, chunks)
        .parallel()
        .forEach(chunk -> decode(weights, chunk * COLUMNS_AT_ONCE, decoded));
    return new Columns(decoded, size);
  }

  private void decode(Columns weights, int first, float[] decoded) {
    int count = Math.min(COLUMNS_AT_ONCE, weights.count() - first);
    double[][] left = new double[count][size];
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < size; i++) {
        left[c][i] = dead[i] ? 0 : weights.values()[(first + c) * size + i];
      }
    }
    double[] scales = new double[count];
    double[] zeros = new double[count];
    for (int i = 0; i < size; i++) {
      double[] row = factor[i];
      for (int c = 0; c < count; c++) {
        double[] w = left[c];
        if (i % Columns.BLOCK == 0) {
          line(w, i, c, scales, zeros);
        }
        double code = Math.max(0, Math.min(15, Math.rint(w[i] / scales[c]) + zeros[c]));
        double value = (code - zeros[c]) * scales[c];
        decoded[(first + c) * size + i] = (float) value;
        double by = (w[i] - value) / row[i];
        for (int k = i; k < size; k++) {
          w[k] -= by * row[k];
        }
      }
    }
  }

  private void line(double[] w, int from, int c, double[] scales, double[] zeros) {
    double low = 0;
    double high = 0;
    for (int i = from; i < Math.min(from + Columns.BLOCK, size); i++) {
      low = Math.min(low, w[i]);
      high = Math.max(high, w[i]);
    }
    scales[c] = low == high ? 1 : (float) ((high - low) / 15);
    zeros[c] = Math.rint(-low / scales[c]);
  }
}
