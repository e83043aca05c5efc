package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same elements in another shape; 0 keeps a dimension, one -1 follows from the rest. */
final class Reshape implements Move {
  @Override
  public String type() {
    return "Reshape";
  }

  @Override
  public void infer(InferenceContext node) {
    List<Dim> asked = asked(node);
    Shape input = node.shape(0);
    if (asked == null) {
      Shape sizes = node.shape(1);
      node.output(0, node.elementType(0), Axes.ofSizes(sizes));
      return;
    }
    node.output(0, node.elementType(0), Dim.shape(resolved(asked, input, node)));
    List<Dim> elements = node.integers(0);
    if (elements != null && asked.size() <= 1) {
      node.integers(0, elements);
    }
  }

  private static @Nullable List<Dim> asked(InferenceContext node) {
    long[] attribute = node.attributes().ints("shape"); // before operator set 5
    return attribute == null ? node.integers(1) : Dim.list(attribute);
  }

  private static List<Dim> resolved(List<Dim> asked, @Nullable Shape input, InferenceContext node) {
    boolean zeroKeeps = node.attributes().intOr("allowzero", 0) == 0;
    List<Dim> dims = new ArrayList<>();
    int rest = -1;
    int unknown = 0;
    for (int axis = 0; axis < asked.size(); axis++) {
      Dim dim = asked.get(axis);
      if (zeroKeeps && dim.is(0)) {
        dim = kept(input, axis);
      } else if (dim.is(-1)) {
        rest = axis;
        dim = Dim.UNKNOWN;
      }
      dims.add(dim);
      unknown += dim.same(dim) ? 0 : 1;
      rest = unknown == 1 && !dim.same(dim) ? axis : rest;
    }
    if (unknown == 1 && input != null) {
      dims.set(rest, Quotient.of(Dim.list(input), dims, rest));
    }
    return dims;
  }

  private static Dim kept(@Nullable Shape input, int axis) {
    if (input == null) {
      return Dim.UNKNOWN;
    } else if (axis >= input.rank()) {
      throw new InvalidModelException(
          "Size 0 at axis " + axis + " keeps a dimension that shape " + input + " does not have");
    }
    return Dim.of(input, axis);
  }
}
