package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Adds axes of size 1 so that they stand at the given places. */
final class Unsqueeze implements Move {
  @Override
  public String type() {
    return "Unsqueeze";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    long[] axes = Axes.of(node, 1, "axes");
    if (input == null || axes == null) {
      node.output(0, node.elementType(0), null);
      return;
    }
    boolean[] added = Axes.among(axes, input.rank() + axes.length);
    Iterator<Dim> kept = Dim.list(input).iterator();
    List<Dim> dims = new ArrayList<>();
    for (boolean one : added) {
      dims.add(one ? Dim.of(1) : kept.next());
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
    List<Dim> elements = node.integers(0);
    if (elements != null && dims.size() <= 1) {
      node.integers(0, elements);
    }
  }
}
