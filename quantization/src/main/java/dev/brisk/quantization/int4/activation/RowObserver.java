package dev.brisk.quantization.int4.activation;

/** What is shown the rows that a layer is given, and passes over those that are not finite. */
public abstract class RowObserver {
  private final int length;
  private long rows;
  private long odd;

  RowObserver(int length) {
    this.length = length;
  }

  /** The length of a row. */
  public final int length() {
    return length;
  }

  /** The number of rows seen, but for those passed over. */
  public final long rows() {
    return rows;
  }

  /** The number of rows passed over, since a number in them was NaN or infinite. */
  public final long odd() {
    return odd;
  }

  /** Takes a row, which may change later. */
  final void add(float[] row) {
    for (float number : row) {
      if (!(Math.abs(number) <= Float.MAX_VALUE)) {
        odd++;
        return;
      }
    }
    take(row);
    rows++;
  }

  abstract void take(float[] row);
}
