package dev.brisk.op;

import dev.brisk.InvalidModelException;
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
    long batches = node.attributes().intOr("batch_dims", 0);
    long picked = batches + tuple.value();
    if (batches < 0 || picked < 0 || picked > data.rank()) {
      throw new InvalidModelException(
          "Indices of shape %s do not fit data of shape %s".formatted(indices, data));
    }
    List<Dim> dims = Dim.list(indices);
    dims.remove(dims.size() - 1);
    dims.addAll(Dim.list(data).subList((int) picked, data.rank()));
    node.output(0, node.elementType(0), Dim.shape(dims));
  }
}
