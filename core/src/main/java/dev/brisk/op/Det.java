package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;

/** The determinant of each matrix. */
final class Det implements Operator {
  @Override
  public String type() {
    return "Det";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      node.output(0, node.elementType(0), null);
      return;
    }
    int rank = input.rank();
    if (rank < 2 || (input.isStatic() && input.dim(rank - 1) != input.dim(rank - 2))) {
      throw new InvalidModelException("Square matrices have determinants, not " + input);
    }
    node.output(0, node.elementType(0), Dim.shape(Dim.list(input).subList(0, rank - 2)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int size = input.dim(input.rank() - 1);
    Shape shape = node.outputShape(0);
    double[] found = new double[Math.toIntExact(shape.elements())];
    double[] values = input.doubles();
    for (int i = 0; i < found.length; i++) {
      double[][] matrix = new double[size][size];
      for (int row = 0; row < size; row++) {
        System.arraycopy(values, (i * size + row) * size, matrix[row], 0, size);
      }
      found[i] = of(matrix);
    }
    return List.of(NdArray.of(input.elementType(), shape, found));
  }

  /** By elimination, the largest pivot first; the matrix is used up. */
  private static double of(double[][] matrix) {
    double product = 1;
    for (int column = 0; column < matrix.length; column++) {
      int pivot = column;
      for (int row = column + 1; row < matrix.length; row++) {
        pivot = Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column]) ? row : pivot;
      }
      double[] top = matrix[pivot];
      matrix[pivot] = matrix[column];
      product *= pivot == column ? top[column] : -top[column];
      for (int row = column + 1; row < matrix.length && top[column] != 0; row++) {
        double factor = matrix[row][column] / top[column];
        for (int i = column; i < matrix.length; i++) {
          matrix[row][i] -= factor * top[i];
        }
      }
    }
    return product;
  }
}
