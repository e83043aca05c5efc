package dev.brisk.op;

import dev.brisk.InvalidModelException;
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
    check(node);
    node.output(0, node.elementType(0), node.shape(1));
  }

  /** Indices must have the rank of the data, and fit it on all axes but the one they pick along. */
  static void check(InferenceContext node) {
    Shape data = node.shape(0);
    Shape indices = node.shape(1);
    if (data == null || indices == null) {
      return;
    }
    boolean fit = data.rank() == indices.rank() && data.rank() > 0;
    int along = fit ? Axes.of(node.attributes().intOr("axis", 0), data.rank()) : 0;
    for (int axis = 0; fit && axis < data.rank(); axis++) {
      Dim most = Dim.of(data, axis);
      Dim own = Dim.of(indices, axis);
      fit = axis == along || !most.known() || !own.known() || own.value() <= most.value();
    }
    if (!fit) {
      throw new InvalidModelException(
          ("Indices of %s do not fit data of %s: ranks must be the same,"
                  + " and no axis but %d may be longer")
              .formatted(indices, data, along));
    }
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
