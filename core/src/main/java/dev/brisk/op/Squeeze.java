package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;

/** Takes axes of size 1 away: those given, else all. */
final class Squeeze implements Move {
  @Override
  public String type() {
    return "Squeeze";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    long[] axes = Axes.of(node, 1, "axes");
    if (input == null || (axes == null && (Axes.given(node, 1, "axes") || !input.isStatic()))) {
      node.output(0, node.elementType(0), null);
      return;
    }
    boolean[] gone = axes == null ? ones(input) : Axes.among(axes, input.rank());
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < gone.length; axis++) {
      if (!gone[axis]) {
        dims.add(Dim.of(input, axis));
      }
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
    List<Dim> elements = node.integers(0);
    if (elements != null) {
      node.integers(0, elements);
    }
  }

  private static boolean[] ones(Shape shape) {
    boolean[] ones = new boolean[shape.rank()];
    for (int axis = 0; axis < ones.length; axis++) {
      ones[axis] = shape.dim(axis) == 1;
    }
    return ones;
  }
}
