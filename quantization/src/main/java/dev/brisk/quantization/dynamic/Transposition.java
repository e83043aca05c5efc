package dev.brisk.quantization.dynamic;

/** Swaps the rows and columns of matrices. */
final class Transposition {
  private Transposition() {}

  /** Each of some matrices that lie one after another, transposed. */
  static float[] of(float[] values, int matrices, int rows, int columns) {
    float[] result = new float[values.length];
    for (int m = 0; m < matrices; m++) {
      int start = m * rows * columns;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          result[start + j * rows + i] = values[start + i * columns + j];
        }
      }
    }
    return result;
  }
}
