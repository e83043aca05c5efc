package dev.brisk.op;

/**
 * Sums of the rows of a matrix, each times a factor. Four rows are added at once, so that a sum is
 * read and written a quarter as often.
 */
final class RowSums {
  private RowSums() {}

  /** Adds to each sum the products of factors with its column. */
  static void add(float[] factors, int at, float[][] rows, int count, float[] sums) {
    int row = 0;
    for (; row + 4 <= count; row += 4) {
      add(
          sums,
          factors[at + row],
          rows[row],
          factors[at + row + 1],
          rows[row + 1],
          factors[at + row + 2],
          rows[row + 2],
          factors[at + row + 3],
          rows[row + 3]);
    }
    for (; row < count; row++) {
      add(sums, factors[at + row], rows[row]);
    }
  }

  private static void add(
      float[] sums,
      float a,
      float[] as,
      float b,
      float[] bs,
      float c,
      float[] cs,
      float d,
      float[] ds) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += a * as[i] + b * bs[i] + c * cs[i] + d * ds[i];
    }
  }

  private static void add(float[] sums, float a, float[] as) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += a * as[i];
    }
  }

  /** Adds to each sum the products of factors with its column. */
  static void add(int[] factors, int at, int[][] rows, int count, int[] sums) {
    int row = 0;
    for (; row + 4 <= count; row += 4) {
      add(
          sums,
          factors[at + row],
          rows[row],
          factors[at + row + 1],
          rows[row + 1],
          factors[at + row + 2],
          rows[row + 2],
          factors[at + row + 3],
          rows[row + 3]);
    }
    for (; row < count; row++) {
      add(sums, factors[at + row], rows[row]);
    }
  }

  private static void add(
      int[] sums, int a, int[] as, int b, int[] bs, int c, int[] cs, int d, int[] ds) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += a * as[i] + b * bs[i] + c * cs[i] + d * ds[i];
    }
  }

  private static void add(int[] sums, int a, int[] as) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += a * as[i];
    }
  }

  static void add(double[] factors, int at, double[][] rows, int count, double[] sums) {
    for (int row = 0; row < count; row++) {
      double factor = factors[at + row];
      double[] values = rows[row];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += factor * values[i];
      }
    }
  }

  static void add(long[] factors, int at, long[][] rows, int count, long[] sums) {
    for (int row = 0; row < count; row++) {
      long factor = factors[at + row];
      long[] values = rows[row];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += factor * values[i];
      }
    }
  }
}
