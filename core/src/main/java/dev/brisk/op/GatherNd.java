package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Slices of its input picked by tuples of indices. */
final class GatherNd implements Operator {
  @Override
  public String type() {
    return "GatherND";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape data = node.shape(0);
    Shape indices = node.shape(1);
    if (data == null || indices == null || indices.rank() == 0) {
      node.output(0, node.elementType(0), null);
      return;
    }
    Dim tuple = Dim.of(indices, indices.rank() - 1);
    if (!tuple.known()) {
      node.output(0, node.elementType(0), null);
      return;
    }
    int batches = (int) node.attributes().intOr("batch_dims", 0);
    List<Dim> dims = Dim.list(indices);
    dims.remove(dims.size() - 1);
    dims.addAll(Dim.list(data).subList(batches + (int) tuple.value(), data.rank()));
    node.output(0, node.elementType(0), Dim.shape(dims));
  }
}
