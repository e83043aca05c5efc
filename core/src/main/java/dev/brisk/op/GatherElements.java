package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Elements of its input picked by indices, each along an axis at its own place. */
final class GatherElements implements Operator {
  @Override
  public String type() {
    return "GatherElements";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(1));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray data = node.array(0);
    NdArray indices = node.array(1);
    int axis = Axes.of(node.attributes().intOr("axis", 0), data.rank());
    return List.of(data.take(indices.shape(), places(data.shape(), indices, axis)));
  }

  /** For each index the place in the data: where it stands itself, but along the axis there. */
  static int[] places(Shape data, NdArray indices, int axis) {
    int[] strides = Strides.of(data);
    int along = strides[axis];
    strides[axis] = 0;
    int[] places = Strides.places(indices.shape(), strides, 0);
    long[] picked = indices.longs();
    for (int i = 0; i < places.length; i++) {
      places[i] += along * Axes.of(picked[i], (int) data.dim(axis));
    }
    return places;
  }
}
