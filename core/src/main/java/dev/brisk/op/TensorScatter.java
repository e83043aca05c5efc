package dev.brisk.op;

import java.util.List;

/** A cache with elements replaced along an axis, in each batch from an index of its own on. */
final class TensorScatter implements Operator {
  @Override
  public String type() {
    return "TensorScatter";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray cache = node.array(0);
    NdArray update = node.array(1);
    NdArray starts = node.arrayOrNull(2);
    int axis = Axes.of(node.attributes().intOr("axis", -2), cache.rank());
    boolean circular = node.attributes().stringOr("mode", "linear").equals("circular");
    int[] strides = Strides.of(cache.shape());
    int along = strides[axis];
    strides[axis] = 0;
    int[] places = Strides.places(update.shape(), strides, 0);
    int inner = Strides.of(update.shape())[axis];
    for (int i = 0; i < places.length; i++) {
      int batch = i / (places.length / update.dim(0));
      long index = i / inner % update.dim(axis) + (starts == null ? 0 : starts.asLong(batch));
      long within = circular ? Math.floorMod(index, cache.dim(axis)) : index;
      places[i] += along * Axes.of(within, cache.dim(axis));
    }
    return List.of(Scattered.of("none", cache, update, places));
  }
}
