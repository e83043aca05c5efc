package dev.brisk.backend.cpu.onednn;

import dev.brisk.Tensor;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Memory;
import dev.brisk.engine.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Pad with zeros, or bytes with any value: fills the result and copies the input to its place. */
final class PadKernel implements Kernel {
  private final Md source;
  private final Md target;
  private final Md inside;
  private final long offset;
  private final int reads;
  private final int value;
  private final Kernel copy;

  private PadKernel(Request request, Md source, Md target, long[] before) {
    this.source = source;
    this.target = target;
    this.reads = request.reads();
    this.value = Objects.requireNonNull(value(request));
    long[] strides = Objects.requireNonNull(target.strides());
    this.inside = Md.of(target.type(), source.dims(), strides);
    long place = 0;
    for (int i = 0; i < before.length; i++) {
      place += before[i] * strides[i];
    }
    this.offset = place * target.type().bytes;
    this.copy = new Reorders(request.library()).kernel(source, inside);
  }

  static @Nullable Kernel make(Request request) {
    long[] pads = numbers(request, 1);
    long[] dims = request.dims(0);
    boolean plain =
        request.operator().nodes().size() == 1
            && isKnown(request.type(0))
            && request.node().attributes().stringOr("mode", "constant").equals("constant")
            && !request.isConstant(0)
            && value(request) != null
            && Arrays.stream(dims).allMatch(dim -> dim > 0);
    if (!plain || pads == null) {
      return null;
    }
    long[] axes = request.input(3).isPresent() ? numbers(request, 3) : null;
    if ((request.input(3).isPresent() && axes == null)
        || Arrays.stream(pads).anyMatch(pad -> pad < 0)) {
      return null;
    }
    long[] before = new long[dims.length];
    for (int i = 0; i < pads.length / 2; i++) {
      long axis = axes == null ? i : axes[i] < 0 ? axes[i] + dims.length : axes[i];
      before[(int) axis] = pads[i];
    }
    Md known = request.source(0);
    Md source = known.strides() != null ? known : Md.plain(request.type(0), dims);
    return new PadKernel(request, source, source.like(source.type(), request.made()), before);
  }

  private static boolean isKnown(DataType type) {
    return type == DataType.F32 || type == DataType.U8 || type == DataType.S8;
  }

  /** What each byte of the border is; null if they differ, or are not known. */
  private static @Nullable Integer value(Request request) {
    Operand value = request.input(2);
    Tensor constant = value.isPresent() ? request.facts().constant(value.value()) : null;
    if (value.isPresent() && constant == null) {
      return null;
    }
    float number = constant == null ? 0 : constant.toFloatArray()[0];
    boolean bytes = request.type(0).bytes == 1;
    return bytes || number == 0 ? (int) number & 0xFF : null;
  }

  private static long @Nullable [] numbers(Request request, int index) {
    Tensor constant = request.facts().constant(request.input(index).value());
    return constant == null ? null : constant.toLongArray();
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
    return List.of(target);
  }

  @Override
  public long scratch() {
    return copy.scratch();
  }

  @Override
  public String implementation() {
    return "fill, " + copy.implementation();
  }

  @Override
  public void close() {
    copy.close();
  }

  @Override
  public Call bind(List<Memory> inputs, List<Memory> outputs, Memory scratch) {
    Memory whole = outputs.get(0);
    Call moving =
        copy.bind(inputs.subList(0, 1), List.of(whole.slice(offset, inside.bytes())), scratch);
    Pointer begin = Address.of(whole.address());
    long bytes = target.bytes();
    return new Call() {
      @Override
      public void run() {
        Pointer.memset(begin, value, bytes);
        moving.run();
      }

      @Override
      public void close() {
        moving.close();
      }
    };
  }
}
