package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value for all elements along some axes, by default along all: a sum, a mean, a maximum. */
final class Reduction implements Operator {
  private final String type;

  Reduction(String type) {
    this.type = type;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    boolean arg = type.startsWith("Arg");
    ElementType result = arg ? ElementType.INT64 : node.elementType(0);
    Shape input = node.shape(0);
    node.output(0, result, input == null ? null : shape(node, input, arg));
  }

  private static @Nullable Shape shape(InferenceContext node, Shape input, boolean arg) {
    boolean keeps = node.attributes().intOr("keepdims", 1) != 0;
    boolean given = !arg && Axes.given(node, 1, "axes");
    long[] axes = arg ? new long[] {node.attributes().intOr("axis", 0)} : null;
    if (given) {
      axes = Axes.of(node, 1, "axes");
      if (axes == null) {
        return keeps ? Axes.unknown(input.rank()) : null;
      }
    }
    if (axes == null || (axes.length == 0 && !arg)) {
      boolean none = node.attributes().intOr("noop_with_empty_axes", 0) != 0;
      return none ? input : all(input.rank(), keeps);
    }
    return reduced(input, Axes.among(axes, input.rank()), keeps);
  }

  private static Shape all(int rank, boolean keeps) {
    return keeps ? Axes.unknown(rank).withFree(1) : Shape.scalar();
  }

  private static Shape reduced(Shape input, boolean[] gone, boolean keeps) {
    List<Dim> dims = Dim.list(input);
    for (int axis = gone.length - 1; axis >= 0; axis--) {
      if (gone[axis] && keeps) {
        dims.set(axis, Dim.of(1));
      } else if (gone[axis]) {
        dims.remove(axis);
      }
    }
    return Dim.shape(dims);
  }
}
