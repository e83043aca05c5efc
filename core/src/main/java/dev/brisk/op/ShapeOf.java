package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/** The dimensions of its input, or of part of its axes. */
final class ShapeOf implements Operator {
  @Override
  public String type() {
    return "Shape";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      node.output(0, ElementType.INT64, Axes.unknown(1));
      return;
    }
    int start = place(node.attributes().intOr("start", 0), input.rank());
    int end = place(node.attributes().intOr("end", input.rank()), input.rank());
    List<Dim> dims = Dim.list(input).subList(Math.min(start, end), end);
    node.output(0, ElementType.INT64, Shape.of(dims.size()));
    node.integers(0, dims);
  }

  private static int place(long axis, int rank) {
    return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }
}
