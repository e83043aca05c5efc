package dev.brisk.quantization.int4.activation;

/**
 * The mean magnitude of each number of a row, and some of the rows: all up to {@value #MOST}, then
 * every second, every fourth and so on. Not thread-safe.
 */
public final class InputRows extends RowObserver {
  private static final int MOST = 128;

  private final double[] magnitudes;
  private final float[][] kept = new float[MOST][];
  private int count;
  private long stride = 1;

  /** For rows of a length. */
  public InputRows(int length) {
    super(length);
    magnitudes = new double[length];
  }

  @Override
  void take(float[] row) {
    for (int i = 0; i < row.length; i++) {
      magnitudes[i] += Math.abs(row[i]);
    }
    if (rows() % stride != 0) {
      return;
    }
    if (count == MOST) {
      for (int i = 0; i < MOST / 2; i++) {
        kept[i] = kept[2 * i];
      }
      count = MOST / 2;
      stride *= 2;
      if (rows() % stride != 0) {
        return;
      }
    }
    kept[count++] = row.clone();
  }

  /** The number of rows kept. */
  int kept() {
    return count;
  }

  /** A row that was kept; not to be changed. */
  float[] kept(int index) {
    return kept[index];
  }

  /** The mean magnitude of a number of the rows. */
  double magnitude(int index) {
    return rows() == 0 ? 0 : magnitudes[index] / rows();
  }
}
