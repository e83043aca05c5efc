package dev.brisk.quantization.int4.activation;

import java.util.Optional;

/**
 * The mean magnitude of each number of a row, the sums of the products of each two numbers of a
 * block, and some of the rows: all up to {@value #MOST}, then every second, every fourth and so on.
 * Not thread-safe.
 */
public final class InputRows extends RowObserver {
  private static final int MOST = 128;

  private final int block;
  private final double[] magnitudes;
  private final double[] products;
  private final float[][] kept = new float[MOST][];
  private int count;
  private long stride = 1;

  /**
   * For rows of a length.
   *
   * @param block how many numbers of a row are a block
   */
  public InputRows(int length, int block) {
    super(length);
    this.block = block;
    magnitudes = new double[length];
    products = new double[Math.multiplyExact(length, block)];
  }

  @Override
  void take(float[] row) {
    for (int i = 0; i < row.length; i++) {
      magnitudes[i] += Math.abs(row[i]);
    }
    addProducts(row);
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

  private void addProducts(float[] row) {
    for (int i = 0; i < row.length; i++) {
      int from = i - i % block;
      int count = Math.min(block, row.length - from);
      int to = i * block;
      double factor = row[i];
      for (int k = 0; k < count; k++) {
        products[to + k] += factor * row[from + k];
      }
    }
  }

  /**
   * For each number of a row the sums of its products with the numbers of its block, the rows
   * divided by factors where there are some.
   */
  double[] products(Optional<float[]> factors) {
    double[] divided = products.clone();
    factors.ifPresent(
        by -> {
          for (int i = 0; i < divided.length; i++) {
            int row = i / block;
            int column = Math.min(row - row % block + i % block, by.length - 1);
            divided[i] /= (double) by[row] * by[column];
          }
        });
    return divided;
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
