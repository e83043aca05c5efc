package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_concat_primitive_desc_create;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Concat of values of one type; of codes if all are on one grid, or by rescaling. */
final class ConcatKernel {
  private ConcatKernel() {}

  static @Nullable Kernel make(Request request) {
    int count = request.operator().inputs().size();
    long[] made = request.made();
    if (made.length == 0
        || made.length > 6
        || !request.operator().posts().isEmpty()
        || Arrays.stream(made).anyMatch(dim -> dim == 0)) {
      return null;
    }
    Attributes attributes = new Attributes();
    List<Argument> arguments = new ArrayList<>();
    Md first = request.source(0);
    Md target = first.like(request.madeType(), made);
    List<Md> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!suits(request, i) || !rescale(request, i, attributes, arguments)) {
        return null;
      }
      Md source = target.like(request.type(i), request.dims(i));
      sources.add(source);
      arguments.add(Argument.input(dnnl.DNNL_ARG_MULTIPLE_SRC + i, i, source));
    }
    arguments.add(Argument.output(dnnl.DNNL_ARG_DST, 0, target));
    long given = request.node().attributes().intOr("axis", 0);
    int axis = (int) (given < 0 ? given + made.length : given);
    return made(request, attributes, arguments, sources, target, axis);
  }

  private static boolean suits(Request request, int index) {
    DataType type = request.type(index);
    return !request.isConstant(index)
        && Arrays.stream(request.dims(index)).allMatch(dim -> dim > 0)
        && type == request.madeType()
        && (type == DataType.F32 || type == DataType.S8 || type == DataType.U8);
  }

  private static boolean rescale(
      Request request, int index, Attributes attributes, List<Argument> arguments) {
    Grid from = request.input(index).grid();
    Grid to = request.operator().output().grid();
    if (from == null || to == null) {
      return from == null && to == null;
    }
    if (!from.isPerTensor() || from.type() != to.type() || from.zeroPoint() != to.zeroPoint()) {
      return false;
    }
    if (from.scale() == to.scale()) {
      return true;
    }
    if (from.zeroPoint() != 0) {
      return false;
    }
    int argument = dnnl.DNNL_ARG_MULTIPLE_SRC + index;
    Grid factor = Grid.of(from.type(), from.scale() / to.scale(), 0);
    attributes.scales(argument, 0);
    arguments.add(Scalars.scale(request, argument, factor));
    return true;
  }

  private static @Nullable Kernel made(
      Request request,
      Attributes attributes,
      List<Argument> arguments,
      List<Md> sources,
      Md target,
      int axis) {
    try (Scope scope = new Scope()) {
      ByteBuffer table = Address.cell(8 * sources.size());
      for (int i = 0; i < sources.size(); i++) {
        table.putLong(8 * i, sources.get(i).handle(scope).address());
      }
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              dnnl_concat_primitive_desc_create(
                  pd,
                  request.library().engine(),
                  target.handle(scope),
                  sources.size(),
                  axis,
                  new Handles(Objects.requireNonNull(table)),
                  attr),
          found -> arguments);
    }
  }

  /** An array of handles, as a function takes it that is declared to take one. */
  private static final class Handles extends dnnl_memory_desc {
    Handles(ByteBuffer table) {
      super(Address.of(Address.of(table)));
    }
  }
}
