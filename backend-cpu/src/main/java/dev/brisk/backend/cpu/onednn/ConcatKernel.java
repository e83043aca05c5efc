package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_concat_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;
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
    Md target = target(request, made);
    List<Md> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!suits(request, i) || !rescale(request, i, attributes, arguments)) {
        return null;
      }
      Md known = request.source(i);
      Md source = known.strides() != null ? known : target.like(request.type(i), request.dims(i));
      sources.add(source);
      arguments.add(Argument.input(dnnl.DNNL_ARG_MULTIPLE_SRC + i, i, source));
    }
    arguments.add(Argument.output(dnnl.DNNL_ARG_DST, 0, target));
    long given = request.node().attributes().intOr("axis", 0);
    int axis = (int) (given < 0 ? given + made.length : given);
    return made(request, attributes, arguments, sources, target, axis);
  }

  /** As the inputs that have all their channels together, if there are any, else row-major. */
  private static Md target(Request request, long[] made) {
    for (int i = 0; i < request.operator().inputs().size(); i++) {
      Md source = request.source(i);
      if (!source.isPlain() && source.isDense()) {
        return source.like(request.madeType(), made);
      }
    }
    return Md.plain(request.madeType(), made);
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
    ByteBuffer table = Address.cell(8 * sources.size());
    try (Scope scope = new Scope()) {
      for (int i = 0; i < sources.size(); i++) {
        table.putLong(8 * i, sources.get(i).handle(scope).address());
      }
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              describe(
                  pd,
                  place ->
                      dnnl_concat_primitive_desc_create(
                          place,
                          request.library().engine(),
                          target.handle(scope),
                          sources.size(),
                          axis,
                          new PointerPointer<>(Address.of(Address.of(table))),
                          attr)),
          found -> arguments);
    } finally {
      Reference.reachabilityFence(table);
    }
  }

  /** The function takes an array of handles only together with a place for the result. */
  private static int describe(
      dnnl_primitive_desc description, ToIntFunction<PointerPointer<?>> function) {
    ByteBuffer cell = Address.cell(8);
    int status = function.applyAsInt(new PointerPointer<>(Address.of(Address.of(cell))));
    if (status != 0) {
      return status;
    }
    dnnl_primitive_desc made = new dnnl_primitive_desc(Address.of(cell.getLong(0)));
    try {
      return dnnl_primitive_desc_clone(description, made);
    } finally {
      dnnl_primitive_desc_destroy(made);
    }
  }
}
