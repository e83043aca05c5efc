package dev.brisk.op;

/** One step of a recurrent layer in one direction. Thread-safe. */
interface Cell {
  /**
   * Changes the states of one sample.
   *
   * @param input the products of the step's input with the weights of all gates, their biases added
   * @param hidden the state that the layer gives out, which is read and written
   * @param memory the state that it keeps, which is read and written if it has one
   */
  void step(double[] input, double[] hidden, double[] memory);

  /** Adds to sums the products of a vector with rows of a matrix. */
  static void addProducts(
      double[] matrix, int firstRow, double[] vector, double[] sums, int at, int rows) {
    int width = vector.length;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0, from = (firstRow + row) * width; i < width; i++) {
        sum += matrix[from + i] * vector[i];
      }
      sums[at + row] += sum;
    }
  }
}
