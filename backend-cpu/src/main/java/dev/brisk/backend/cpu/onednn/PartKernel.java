package dev.brisk.backend.cpu.onednn;

import dev.brisk.Tensor;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Slice and Split: parts of a value where it lies. */
final class PartKernel {
  private PartKernel() {}

  static @Nullable Kernel make(Request request) {
    boolean plain =
        request.operator().posts().isEmpty()
            && ViewKernel.keepsGrid(request)
            && !request.isConstant(0)
            && request.dims(0).length <= 12
            && DataType.of(request.element(request.input(0).value())) != null;
    if (!plain) {
      return null;
    }
    Md known = request.source(0);
    Md source = known.strides() != null ? known : Md.channelsLast(request.type(0), request.dims(0));
    return request.node().is("Slice") ? slice(request, source) : split(request, source);
  }

  private static @Nullable Kernel slice(Request request, Md source) {
    long[] starts = numbers(request, 1);
    long[] axes = request.input(3).isPresent() ? numbers(request, 3) : null;
    long[] steps = request.input(4).isPresent() ? numbers(request, 4) : null;
    boolean unknown =
        (request.input(3).isPresent() && axes == null)
            || (request.input(4).isPresent() && steps == null)
            || Arrays.stream(request.made()).anyMatch(dim -> dim == 0);
    if (starts == null || unknown) {
      return null;
    }
    long[] dims = request.dims(0);
    long[] strides = java.util.Objects.requireNonNull(source.strides());
    long offset = 0;
    for (int i = 0; i < starts.length; i++) {
      long axis = axes == null ? i : axes[i] < 0 ? axes[i] + dims.length : axes[i];
      long step = steps == null ? 1 : steps[i];
      if (step < 1) {
        return null;
      }
      int place = (int) axis;
      long start = starts[i] < 0 ? starts[i] + dims[place] : starts[i];
      offset += Math.max(0, Math.min(start, dims[place])) * strides[place];
      strides[place] *= step;
    }
    Md target = Md.of(source.type(), request.made(), strides);
    return new ViewKernel(
        source, List.of(target), List.of(offset * source.type().bytes), request.reads());
  }

  private static long @Nullable [] numbers(Request request, int index) {
    Operand operand = request.input(index);
    Tensor constant = operand.isPresent() ? request.facts().constant(operand.value()) : null;
    return constant == null ? null : constant.toLongArray();
  }

  private static @Nullable Kernel split(Request request, Md source) {
    long[] dims = request.dims(0);
    long given = request.node().attributes().intOr("axis", 0);
    int axis = (int) (given < 0 ? given + dims.length : given);
    long[] strides = java.util.Objects.requireNonNull(source.strides());
    List<Md> targets = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long offset = 0;
    for (Operand output : request.operator().outputs()) {
      if (!output.isPresent()) {
        return null;
      }
      long[] made = request.dims(output.value());
      if (Arrays.stream(made).anyMatch(dim -> dim == 0)) {
        return null;
      }
      targets.add(Md.of(source.type(), made, strides));
      offsets.add(offset * source.type().bytes);
      offset += made[axis] * strides[axis];
    }
    return new ViewKernel(source, targets, offsets, request.reads());
  }
}
