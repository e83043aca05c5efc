package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** For each index a vector with one element on. */
final class OneHot implements Operator {
  @Override
  public String type() {
    return "OneHot";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape indices = node.shape(0);
    if (indices == null) {
      node.output(0, node.elementType(2), null);
      return;
    }
    List<Dim> depth = node.integers(1);
    List<Dim> dims = Dim.list(indices);
    int axis = Axes.of(node.attributes().intOr("axis", -1), dims.size() + 1);
    dims.add(axis, depth == null ? Dim.UNKNOWN : depth.get(0));
    node.output(0, node.elementType(2), Dim.shape(dims));
  }
}
