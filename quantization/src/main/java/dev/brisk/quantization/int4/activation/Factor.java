package dev.brisk.quantization.int4.activation;

import java.util.stream.IntStream;

/** An upper triangular matrix R with R R^T = H, for a symmetric positive definite H. */
public final class Factor {
  private static final int PANEL = 16;

  private final double[][] rows;

  private Factor(double[][] rows) {
    this.rows = rows;
  }

  /**
   * Factors a matrix from its last column to its first, several columns at once, in its place.
   *
   * @param rows the upper triangle, row by row from the diagonal on; used up
   * @param least what a pivot cannot fall below but by rounding
   */
  static Factor of(double[][] rows, double least) {
    double[][] panel = new double[PANEL][rows.length];
    for (int end = rows.length; end > 0; end -= PANEL) {
      int start = Math.max(0, end - PANEL);
      for (int j = end - 1; j >= start; j--) {
        eliminate(rows, j, start, panel[j - start], least);
      }
      int width = end - start;
      IntStream.range(0, start).parallel().forEach(i -> update(rows[i], i, start, panel, width));
    }
    return new Factor(rows);
  }

  /** Finishes a column, and takes it out of those left of it in its panel. */
  private static void eliminate(double[][] rows, int j, int start, double[] column, double least) {
    double pivot = Math.sqrt(Math.max(rows[j][0], least * 0x1p-20));
    for (int i = 0; i < j; i++) {
      column[i] = rows[i][j - i] / pivot;
      rows[i][j - i] = column[i];
    }
    column[j] = pivot;
    rows[j][0] = pivot;
    for (int i = 0; i < j; i++) {
      for (int k = Math.max(i, start); k < j; k++) {
        rows[i][k - i] -= column[i] * column[k];
      }
    }
  }

  private static void update(double[] row, int i, int start, double[][] panel, int width) {
    for (int p = 0; p < width; p++) {
      double[] column = panel[p];
      double factor = column[i];
      for (int k = 0; k < start - i; k++) {
        row[k] -= factor * column[i + k];
      }
    }
  }

  /** The number of rows. */
  public int size() {
    return rows.length;
  }

  /** The row of an index from the diagonal on; not to be changed. */
  double[] row(int index) {
    return rows[index];
  }
}
