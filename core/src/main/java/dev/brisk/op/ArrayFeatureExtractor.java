package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;

/** Some columns of its input, along the last axis. */
final class ArrayFeatureExtractor implements Operator {
  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return "ArrayFeatureExtractor";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Shape columns = node.shape(1);
    Shape made = null;
    if (shape != null && columns != null) {
      Dim count = columns.isStatic() ? Dim.of(columns.elements()) : Dim.UNKNOWN;
      List<Dim> dims = Dim.list(shape);
      dims.set(dims.size() - 1, count);
      if (dims.size() == 1) {
        dims.add(0, Dim.of(1));
      }
      made = Dim.shape(dims);
    }
    node.output(0, node.elementType(0), made);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long[] columns = node.array(1).longs();
    int width = input.dim(input.rank() - 1);
    int rows = width == 0 ? 0 : input.size() / width;
    int[] places = new int[Math.multiplyExact(rows, columns.length)];
    for (int i = 0; i < places.length; i++) {
      long column = columns[i % columns.length];
      if (column < 0 || column >= width) {
        throw new InvalidInputException(
            "A column must be 0 to %d, but is %d".formatted(width - 1, column));
      }
      places[i] = i / columns.length * width + (int) column;
    }
    return List.of(input.take(node.outputShape(0), places));
  }
}
