package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;

/** Its input with elements replaced at indices, each along an axis at its own place. */
final class ScatterElements implements Operator {
  private final String type;

  private ScatterElements(String type) {
    this.type = type;
  }

  static ScatterElements current() {
    return new ScatterElements("ScatterElements");
  }

  /** By the name it had before operator set 11. */
  static ScatterElements former() {
    return new ScatterElements("Scatter");
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    GatherElements.check(node);
    Shape indices = node.shape(1);
    Shape updates = node.shape(2);
    if (indices != null && updates != null && !mayBeSame(indices, updates)) {
      throw new InvalidModelException(
          "Indices and updates must have one shape, but are %s and %s".formatted(indices, updates));
    }
    node.output(0, node.elementType(0), node.shape(0));
  }

  private static boolean mayBeSame(Shape a, Shape b) {
    boolean same = a.rank() == b.rank();
    for (int axis = 0; same && axis < a.rank(); axis++) {
      Dim size = Dim.of(a, axis);
      Dim other = Dim.of(b, axis);
      same = !size.known() || !other.known() || size.is(other.value());
    }
    return same;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray data = node.array(0);
    int axis = Axes.of(node.attributes().intOr("axis", 0), data.rank());
    int[] places = GatherElements.places(data.shape(), node.array(1), axis);
    String reduction = node.attributes().stringOr("reduction", "none");
    return List.of(Scattered.of(reduction, data, node.array(2), places));
  }
}
