package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Where its input is not zero: a column of indices for each place. */
final class NonZero implements Operator {
  @Override
  public String type() {
    return "NonZero";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    Dim rank = input == null ? Dim.UNKNOWN : Dim.of(Math.max(1, input.rank()));
    node.output(0, ElementType.INT64, Dim.shape(List.of(rank, Dim.UNKNOWN)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int[] found = found(input);
    int[] strides = Strides.of(input.shape());
    int rank = Math.max(1, strides.length);
    long[] indices = new long[rank * found.length];
    for (int axis = 0; axis < strides.length; axis++) {
      for (int i = 0; i < found.length; i++) {
        indices[axis * found.length + i] = found[i] / strides[axis] % input.dim(axis);
      }
    }
    return List.of(NdArray.of(ElementType.INT64, Shape.of(rank, found.length), indices));
  }

  private static int[] found(NdArray input) {
    if (input.isFloat()) {
      double[] values = input.doubles();
      return IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
    }
    long[] values = input.longs();
    return IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
  }
}
