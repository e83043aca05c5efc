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

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray indices = node.array(0);
    long depth = (long) node.array(1).asDouble();
    int axis = Axes.of(node.attributes().intOr("axis", -1), indices.rank() + 1);
    long[] dims = new long[indices.rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == axis ? depth : indices.dim(i < axis ? i : i - 1);
    }
    Shape shape = Shape.of(dims);
    int[] places = new int[Math.toIntExact(shape.elements())]; // of the value that is off
    int inner = Strides.of(shape)[axis];
    double[] hot = indices.doubles();
    for (int i = 0; i < hot.length; i++) {
      long at = (long) (hot[i] < 0 ? hot[i] + depth : hot[i]);
      if (at >= 0 && at < depth) {
        places[(int) ((i / inner * depth + at) * inner + i % inner)] = 1;
      }
    }
    return List.of(node.array(2).take(shape, places));
  }
}
