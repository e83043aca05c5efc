package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Memory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that only look at the same elements in another way. */
final class ViewKernel implements Kernel {
  private final Md source;
  private final List<Md> targets;
  private final List<Long> offsets;
  private final int reads;

  /** The source as it is under another layout. */
  private ViewKernel(Md source, Md target, int reads) {
    this(source, List.of(target), List.of(0L), reads);
  }

  /** Parts of the source, each so many bytes from its begin. */
  ViewKernel(Md source, List<Md> targets, List<Long> offsets, int reads) {
    this.source = source;
    this.targets = targets;
    this.offsets = offsets;
    this.reads = reads;
  }

  static @Nullable Kernel make(Request request) {
    boolean plain =
        request.operator().posts().isEmpty()
            && request.operator().outputs().size() == 1
            && !request.isConstant(0)
            && keepsGrid(request)
            && request.dims(0).length <= 12
            && request.made().length <= 12;
    if (!plain || DataType.of(request.element(request.input(0).value())) == null) {
      return null;
    }
    Md source = request.source(0);
    if (request.node().is("Transpose") && source.strides() != null) {
      return new ViewKernel(source, source.permuted(order(request)), request.reads());
    }
    Md seen = source.reshaped(request.made());
    if (seen != null) {
      return new ViewKernel(source, seen, request.reads());
    }
    Md simple = Md.plain(request.type(0), request.dims(0));
    return new ViewKernel(simple, Md.plain(request.type(0), request.made()), request.reads());
  }

  /** Whether codes stay what they are, if there are any. */
  static boolean keepsGrid(Request request) {
    Grid from = request.input(0).grid();
    Grid to = request.operator().output().grid();
    if (from == null || to == null) {
      return from == null && to == null;
    }
    return from.isPerTensor()
        && from.type() == to.type()
        && from.scale() == to.scale()
        && from.zeroPoint() == to.zeroPoint();
  }

  private static int[] order(Request request) {
    int rank = request.dims(0).length;
    long[] given = request.node().attributes().ints("perm");
    int[] order = new int[Math.max(1, rank)];
    for (int i = 0; i < rank; i++) {
      order[i] = given == null ? rank - 1 - i : (int) given[i];
    }
    return order;
  }

  @Override
  public List<Layout> inputs() {
    List<Layout> all = new ArrayList<>();
    all.add(source);
    while (all.size() < reads) {
      all.add(Layout.NONE);
    }
    return all;
  }

  @Override
  public List<Layout> outputs() {
    return List.copyOf(targets);
  }

  @Override
  public List<Long> viewOffsets() {
    return offsets;
  }

  @Override
  public String implementation() {
    return "view";
  }

  @Override
  public void close() {}

  @Override
  public Call bind(List<Memory> inputs, List<Memory> outputs, Memory scratch) {
    return () -> {};
  }
}
