package dev.brisk.backend.cpu.onednn;

import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gather: rows of a table, such as embeddings; a single constant index is a view. */
final class GatherKernel implements Kernel {
  private final Request request;
  private final @Nullable Tensor table;
  private final boolean wide;
  private final int outer;
  private final int rows;
  private final int inner;

  private GatherKernel(Request request, int axis) {
    this.request = request;
    this.table = request.facts().constant(request.input(0).value());
    this.wide = request.type(1) == DataType.S64;
    long[] dims = request.dims(0);
    this.outer = (int) product(dims, 0, axis);
    this.rows = (int) dims[axis];
    this.inner = (int) product(dims, axis + 1, dims.length) * request.type(0).bytes;
  }

  static @Nullable Kernel make(Request request) {
    long[] dims = request.dims(0);
    long given = request.node().attributes().intOr("axis", 0);
    int axis = (int) (given < 0 ? given + dims.length : given);
    boolean suits =
        request.operator().nodes().size() == 1
            && DataType.of(request.element(request.input(0).value())) != null
            && Arrays.stream(dims).allMatch(dim -> dim > 0)
            && Arrays.stream(request.made()).allMatch(dim -> dim > 0);
    if (!suits) {
      return null;
    }
    Tensor index = request.facts().constant(request.input(1).value());
    if (index != null) {
      return index.elements() == 1 && !request.isConstant(0)
          ? view(request, axis, index.toLongArray()[0])
          : null;
    }
    Tensor table = request.facts().constant(request.input(0).value());
    boolean usable = table == null || table.hasBytes();
    return usable ? new GatherKernel(request, axis) : null;
  }

  private static @Nullable Kernel view(Request request, int axis, long index) {
    Md source = request.source(0);
    long[] strides = source.strides();
    long[] dims = request.dims(0);
    if (strides == null) {
      return null;
    }
    long place = index < 0 ? index + dims[axis] : index;
    long[] one = dims.clone();
    one[axis] = 1;
    Md part = Md.of(source.type(), one, strides);
    Md target = part.reshaped(request.made());
    long offset = place * strides[axis] * source.type().bytes;
    return target == null || place < 0 || place >= dims[axis]
        ? null
        : new ViewKernel(source, List.of(target), List.of(offset), request.reads());
  }

  private static long product(long[] dims, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= dims[i];
    }
    return product;
  }

  @Override
  public List<Layout> inputs() {
    List<Layout> all = new ArrayList<>();
    all.add(table != null ? Layout.NONE : Md.plain(request.type(0), request.dims(0)));
    all.add(Md.plain(request.type(1), request.dims(1)));
    return all;
  }

  @Override
  public List<Layout> outputs() {
    return List.of(Md.plain(request.madeType(), request.made()));
  }

  @Override
  public String implementation() {
    return "java:rows";
  }

  @Override
  public void close() {}

  @Override
  public Call bind(List<Memory> inputs, List<Memory> outputs, Memory scratch) {
    ByteBuffer from =
        table != null ? Objects.requireNonNull(table).asByteBuffer() : inputs.get(0).bytes();
    ByteBuffer places = inputs.get(1).bytes();
    ByteBuffer to = outputs.get(0).bytes();
    int count = places.capacity() / (wide ? 8 : 4);
    return () -> gather(from, places, to, count);
  }

  private void gather(ByteBuffer from, ByteBuffer places, ByteBuffer to, int count) {
    int write = 0;
    for (int block = 0; block < outer; block++) {
      for (int i = 0; i < count; i++) {
        long place = wide ? places.getLong(8 * i) : places.getInt(4 * i);
        long row = place < 0 ? place + rows : place;
        if (row < 0 || row >= rows) {
          throw new RunFailedException(
              "Node %s is given index %d, but there are %d rows"
                  .formatted(request.node(), place, rows));
        }
        to.put(write, from, (int) ((long) block * rows + row) * inner, inner);
        write += inner;
      }
    }
  }
}
