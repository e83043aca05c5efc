package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;

/** Slices of its input along an axis, picked by indices. */
final class Gather implements Operator {
  @Override
  public String type() {
    return "Gather";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape data = node.shape(0);
    Shape indices = node.shape(1);
    if (data == null || indices == null) {
      node.output(0, node.elementType(0), null);
      return;
    }
    int along = Axes.of(node.attributes().intOr("axis", 0), data.rank());
    List<Dim> dims = Dim.list(data);
    dims.remove(along);
    dims.addAll(along, Dim.list(indices));
    node.output(0, node.elementType(0), Dim.shape(dims));
    List<Dim> elements = node.integers(0);
    long[] picked = Axes.known(node.integers(1));
    if (elements != null && picked != null && data.rank() == 1) {
      List<Dim> gathered = new ArrayList<>();
      for (long index : picked) {
        gathered.add(elements.get(Axes.of(index, elements.size())));
      }
      node.integers(0, gathered);
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray data = node.array(0);
    long[] picked = node.array(1).longs();
    int along = Axes.of(node.attributes().intOr("axis", 0), data.rank());
    int size = data.dim(along);
    int slice = Strides.of(data.shape())[along];
    Shape shape = node.outputShape(0);
    int[] places = new int[Math.toIntExact(shape.elements())];
    int made = 0;
    for (int block = 0; made < places.length; block += size) {
      for (long index : picked) {
        int start = (block + Axes.of(index, size)) * slice;
        for (int i = 0; i < slice; i++) {
          places[made++] = start + i;
        }
      }
    }
    return List.of(data.take(shape, places));
  }
}
