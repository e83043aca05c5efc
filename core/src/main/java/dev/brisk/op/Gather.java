package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Tensor data = node.constant(0);
    Tensor indices = node.constant(1);
    Shape shape = node.toldShape(0);
    if (data == null || indices == null || shape == null || !Moved.movable(data)) {
      return null;
    }
    int along = Axes.of(node.attributes().intOr("axis", 0), data.shape().rank());
    int size = (int) data.shape().dim(along);
    int slice = Strides.of(data.shape())[along] * Moved.width(data.elementType());
    long[] picked = indices.toLongArray();
    Tensor made = Tensor.allocate(data.elementType(), shape);
    ByteBuffer from = data.asByteBuffer();
    ByteBuffer to = made.asByteBuffer();
    for (int block = 0; to.hasRemaining(); block += size) {
      for (long index : picked) {
        to.put(from.slice((block + Axes.of(index, size)) * slice, slice));
      }
    }
    return List.of(made);
  }
}
