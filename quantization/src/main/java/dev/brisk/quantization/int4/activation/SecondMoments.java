package dev.brisk.quantization.int4.activation;

import java.util.stream.IntStream;

/**
 * The sums of the products of each two numbers of a row: X^T X, of which the upper triangle is
 * kept, in double precision. Not thread-safe.
 */
public final class SecondMoments extends RowObserver {
  private static final int ROWS_AT_ONCE = 32;

  /** Added to the diagonal, as a share of its mean, so that it can be factored. */
  private static final double DAMPING = 0.01;

  private final double[][] sums;
  private final double[] pending;
  private int waiting;

  /** Sums for rows of a length. */
  public SecondMoments(int length) {
    super(length);
    sums = new double[length][];
    for (int i = 0; i < length; i++) {
      sums[i] = new double[length - i];
    }
    pending = new double[Math.multiplyExact(ROWS_AT_ONCE, length)];
  }

  /** The bytes that the sums for rows of a length take. */
  public static long bytes(int length) {
    return (long) length * (length + 1) / 2 * Double.BYTES;
  }

  @Override
  void take(float[] row) {
    for (int i = 0; i < row.length; i++) {
      pending[waiting * row.length + i] = row[i];
    }
    waiting++;
    if (waiting == ROWS_AT_ONCE) {
      flush();
    }
  }

  private void flush() {
    int rows = waiting;
    IntStream.range(0, length()).parallel().forEach(i -> addTo(sums[i], i, rows));
    waiting = 0;
  }

  private void addTo(double[] sum, int i, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = row * length() + i;
      double factor = pending[from];
      for (int j = 0; j < sum.length; j++) {
        sum[j] += factor * pending[from + j];
      }
    }
  }

  /**
   * The factor of these sums, to which a little is added on the diagonal. The sums themselves are
   * used up.
   */
  public Factor factor() {
    flush();
    double trace = 0;
    for (double[] row : sums) {
      trace += row[0];
    }
    double damping = trace == 0 ? 1 : DAMPING * trace / length();
    for (double[] row : sums) {
      row[0] += damping;
    }
    return Factor.of(sums, damping);
  }
}
