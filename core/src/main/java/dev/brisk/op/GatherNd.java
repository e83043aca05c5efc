package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.Arrays;
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

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray data = node.array(0);
    NdArray indices = node.array(1);
    int batches = (int) node.attributes().intOr("batch_dims", 0);
    return List.of(data.take(node.outputShape(0), places(data.shape(), indices, batches)));
  }

  /** The places in the data of all elements of the slices that the tuples of indices pick. */
  static int[] places(Shape data, NdArray indices, int batches) {
    int[] starts = starts(data, indices, batches);
    int picked = batches + indices.dim(indices.rank() - 1);
    int slice = (int) Shape.of(Arrays.copyOfRange(data.dims(), picked, data.rank())).elements();
    int[] places = new int[Math.multiplyExact(starts.length, slice)];
    for (int i = 0; i < places.length; i++) {
      places[i] = starts[i / slice] + i % slice;
    }
    return places;
  }

  /** Where the slice begins that each tuple of indices picks. */
  private static int[] starts(Shape data, NdArray indices, int batches) {
    int[] strides = Strides.of(data);
    int tuple = indices.dim(indices.rank() - 1);
    long[] dims = indices.shape().dims();
    int count = (int) Shape.of(Arrays.copyOf(dims, dims.length - 1)).elements();
    int each = (int) Shape.of(Arrays.copyOfRange(dims, batches, dims.length - 1)).elements();
    int batch = batches == 0 ? 0 : strides[batches - 1];
    long[] picked = indices.longs();
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = i / each * batch;
      for (int j = 0; j < tuple; j++) {
        int index = Axes.of(picked[i * tuple + j], (int) data.dim(batches + j));
        starts[i] += index * strides[batches + j];
      }
    }
    return starts;
  }
}
