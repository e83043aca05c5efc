package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/** The number of elements of its input. */
final class Size implements Operator {
  @Override
  public String type() {
    return "Size";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, ElementType.INT64, Shape.scalar());
    if (input != null) {
      node.integers(0, List.of(Dim.list(input).stream().reduce(Dim.of(1), Dim::times)));
    }
  }
}
