package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Kernel;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Copies elements one by one, whatever they are. */
final class MoveKernel implements Kernel {
  private final Md from;
  private final Md to;

  MoveKernel(Md from, Md to) {
    this.from = from;
    this.to = to;
    if (from.strides() == null || to.strides() == null) {
      throw new IllegalArgumentException("elements in blocks: " + from + ", " + to);
    }
  }

  @Override
  public List<Layout> inputs() {
    return List.of(from);
  }

  @Override
  public List<Layout> outputs() {
    return List.of(to);
  }

  @Override
  public String implementation() {
    return "java:move";
  }

  @Override
  public void close() {}

  @Override
  public Call bind(List<Memory> inputs, List<Memory> outputs, Memory scratch) {
    ByteBuffer source = inputs.get(0).bytes();
    ByteBuffer target = outputs.get(0).bytes();
    long[] dims = from.dims();
    long[] steps = Objects.requireNonNull(from.strides());
    long[] places = Objects.requireNonNull(to.strides());
    long[] index = new long[dims.length];
    return () -> move(source, target, dims, steps, places, index);
  }

  private void move(
      ByteBuffer source,
      ByteBuffer target,
      long[] dims,
      long[] steps,
      long[] places,
      long[] index) {
    int bytes = from.type().bytes;
    for (long dim : dims) {
      if (dim == 0) {
        return;
      }
    }
    java.util.Arrays.fill(index, 0);
    int axis = dims.length - 1;
    while (axis >= 0) {
      long read = 0;
      long write = 0;
      for (int i = 0; i < dims.length; i++) {
        read += index[i] * steps[i];
        write += index[i] * places[i];
      }
      target.put((int) write * bytes, source, (int) read * bytes, bytes);
      axis = dims.length - 1;
      while (axis >= 0 && ++index[axis] == dims[axis]) {
        index[axis--] = 0;
      }
    }
  }
}
