package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Its input repeated along each axis. */
final class Tile implements Operator {
  @Override
  public String type() {
    return "Tile";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    List<Dim> repeats = node.integers(1);
    if (input == null || repeats == null || repeats.size() != input.rank()) {
      node.output(0, node.elementType(0), input == null ? null : Axes.unknown(input.rank()));
      return;
    }
    List<Dim> dims = Dim.list(input);
    for (int axis = 0; axis < dims.size(); axis++) {
      dims.set(axis, dims.get(axis).times(repeats.get(axis)));
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Shape shape = node.outputShape(0);
    int[][] taken = new int[input.rank()][];
    for (int axis = 0; axis < taken.length; axis++) {
      taken[axis] = new int[(int) shape.dim(axis)];
      for (int i = 0; i < taken[axis].length; i++) {
        taken[axis][i] = i % input.dim(axis);
      }
    }
    return List.of(input.take(shape, Strides.picked(input.shape(), taken, -1)));
  }
}
