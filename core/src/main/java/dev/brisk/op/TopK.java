package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The largest or smallest elements along an axis, and where they were. */
final class TopK implements Operator {
  @Override
  public String type() {
    return "TopK";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      tell(node, null);
      return;
    }
    long attribute = node.attributes().intOr("k", -1); // before operator set 10
    List<Dim> given = node.integers(1);
    Dim count = attribute >= 0 ? Dim.of(attribute) : given == null ? Dim.UNKNOWN : given.get(0);
    List<Dim> dims = Dim.list(input);
    dims.set(Axes.of(node.attributes().intOr("axis", -1), dims.size()), count);
    tell(node, Dim.shape(dims));
  }

  private static void tell(InferenceContext node, @Nullable Shape shape) {
    node.output(0, node.elementType(0), shape);
    node.output(1, ElementType.INT64, shape);
  }
}
