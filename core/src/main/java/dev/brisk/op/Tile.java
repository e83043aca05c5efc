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
}
