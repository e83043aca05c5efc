package dev.brisk.benchmarks;

import dev.brisk.Tensor;
import dev.brisk.benchmarks.formula.Columns;
import java.nio.FloatBuffer;
import java.util.List;

/** The rows that matrices are multiplied by, in the samples. For one thread. */
final class InputRows {
  private final Products products;
  private final int length;
  private final int count;
  private final float[] rows;
  private final Tensor transposed;

  /**
   * Rows one after the other.
   *
   * @param parts each of whole rows
   */
  InputRows(List<float[]> parts, int length, Products products) {
    this.products = products;
    this.length = length;
    this.count = parts.stream().mapToInt(part -> part.length).sum() / length;
    this.rows = new float[Math.multiplyExact(count, length)];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, rows, at, part.length);
      at += part.length;
    }
    float[] columns = new float[rows.length];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < length; i++) {
        columns[i * count + row] = rows[row * length + i];
      }
    }
    this.transposed = Tensor.of(columns, length, count);
  }

  /** The energy of what a matrix makes of the rows. */
  double energy(Columns matrix) {
    double sum = 0;
    try (Tensor left = Tensor.of(matrix.values(), matrix.count(), length);
        Tensor product = products.of(left, transposed)) {
      FloatBuffer values = product.asFloatBuffer();
      for (int i = 0; i < values.capacity(); i++) {
        sum += (double) values.get(i) * values.get(i);
      }
    }
    return sum;
  }

  /** The sums of the products of each two numbers of a row. */
  float[] moments() {
    try (Tensor right = Tensor.of(rows, count, length);
        Tensor product = products.of(transposed, right)) {
      return product.toFloatArray();
    }
  }

  /** The mean magnitude of each number of a row. */
  double[] magnitudes() {
    double[] magnitudes = new double[length];
    for (int i = 0; i < rows.length; i++) {
      magnitudes[i % length] += Math.abs(rows[i]) / count;
    }
    return magnitudes;
  }
}
