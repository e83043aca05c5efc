package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** The same elements as a matrix: the axes before the given one, and those from it on. */
final class Flatten implements Move {
  @Override
  public String type() {
    return "Flatten";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      node.output(0, node.elementType(0), Axes.unknown(2));
      return;
    }
    long given = node.attributes().intOr("axis", 1);
    int axis = given == input.rank() ? input.rank() : Axes.of(given, input.rank());
    Dim rows = product(Dim.list(input).subList(0, axis));
    Dim columns = product(Dim.list(input).subList(axis, input.rank()));
    node.output(0, node.elementType(0), Dim.shape(List.of(rows, columns)));
  }

  private static Dim product(List<Dim> dims) {
    return dims.stream().reduce(Dim.of(1), Dim::times);
  }
}
