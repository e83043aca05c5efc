package dev.brisk.quantization.int4.block;

import dev.brisk.Tensor;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** A matrix of float32 weights, read column by column, wherever it lies. Thread-safe. */
public final class Matrix {
  private final FloatBuffer values;
  private final boolean transposed;
  private final int inputs;
  private final int columns;
  private final float @Nullable [] factors;

  private Matrix(
      FloatBuffer values, boolean transposed, int inputs, int columns, float @Nullable [] factors) {
    this.values = values;
    this.transposed = transposed;
    this.inputs = inputs;
    this.columns = columns;
    this.factors = factors;
  }

  /**
   * A matrix on a tensor's memory.
   *
   * @param tensor float32, of rank 2, below 2 GiB
   * @param transposed whether the tensor is of columns by inputs, not of inputs by columns
   */
  public static Matrix of(Tensor tensor, boolean transposed) {
    int inputs = Math.toIntExact(tensor.shape().dim(transposed ? 1 : 0));
    int columns = Math.toIntExact(tensor.shape().dim(transposed ? 0 : 1));
    return new Matrix(tensor.asFloatBuffer(), transposed, inputs, columns, null);
  }

  /** It with each row, that is all weights of an input, times a factor. */
  public Matrix times(float[] rowFactors) {
    return new Matrix(values, transposed, inputs, columns, rowFactors);
  }

  /** The length of a column. */
  public int inputs() {
    return inputs;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** Whether each number is neither infinite nor NaN. */
  public boolean isFinite() {
    float[] part = new float[1 << 12];
    for (int from = 0; from < values.capacity(); from += part.length) {
      int count = Math.min(part.length, values.capacity() - from);
      values.get(from, part, 0, count);
      for (int i = 0; i < count; i++) {
        if (!(Math.abs(part[i]) <= Float.MAX_VALUE)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Copies some columns, one after another, to the start of an array. */
  public void read(int first, int count, float[] to) {
    if (transposed) {
      values.get(first * inputs, to, 0, count * inputs);
    } else {
      float[] row = new float[count];
      for (int k = 0; k < inputs; k++) {
        values.get(k * columns + first, row, 0, count);
        for (int c = 0; c < count; c++) {
          to[c * inputs + k] = row[c];
        }
      }
    }
    float[] scaled = factors;
    if (scaled != null) {
      for (int i = 0; i < count * inputs; i++) {
        to[i] *= scaled[i % inputs];
      }
    }
  }
}
