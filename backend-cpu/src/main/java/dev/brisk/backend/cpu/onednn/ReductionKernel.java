package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;

import dev.brisk.Tensor;
import dev.brisk.engine.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Means and sums along axes. oneDNN's extremes take infinities for the largest numbers. */
final class ReductionKernel {
  private ReductionKernel() {}

  static @Nullable Kernel make(Request request) {
    long[] dims = request.dims(0);
    boolean[] reduced = axes(request, dims.length);
    if (reduced == null
        || dims.length > 6
        || request.type(0) != DataType.F32
        || request.element(request.input(0).value()) != dev.brisk.ElementType.FLOAT32
        || request.isConstant(0)
        || Arrays.stream(dims).anyMatch(dim -> dim == 0)) {
      return null;
    }
    long[] kept = dims.clone();
    for (int i = 0; i < dims.length; i++) {
      kept[i] = reduced[i] ? 1 : dims[i];
    }
    boolean keeps = Arrays.equals(kept, request.made());
    if (Arrays.equals(kept, dims) || (!keeps && !request.operator().posts().isEmpty())) {
      return null;
    }
    Attributes attributes = new Attributes();
    Posts posts =
        Posts.add(request, attributes, 0, keeps ? kept : request.made(), Posts.Writing.BY_FUNCTION);
    if (posts == null) {
      return null;
    }
    Md known = request.source(0);
    Md source = known.isDense() ? known : Md.plain(DataType.F32, dims);
    Md seen = keeps ? source.like(request.madeType(), kept) : Md.plain(request.madeType(), kept);
    Md target = keeps ? seen : Md.plain(request.madeType(), request.made());
    try (Scope scope = new Scope()) {
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              dnnl_reduction_primitive_desc_create(
                  pd,
                  request.library().engine(),
                  algorithm(request),
                  source.handle(scope),
                  seen.handle(scope),
                  0,
                  0,
                  attr),
          found -> {
            List<Argument> all = new ArrayList<>();
            all.add(Argument.input(dnnl.DNNL_ARG_SRC, 0, source));
            all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, target, seen));
            all.addAll(posts.arguments(found));
            return all;
          });
    }
  }

  private static int algorithm(Request request) {
    return request.node().is("ReduceMean") ? dnnl.dnnl_reduction_mean : dnnl.dnnl_reduction_sum;
  }

  /** Which axes are reduced; null if that is not known. */
  private static boolean @Nullable [] axes(Request request, int rank) {
    long[] axes = request.node().attributes().ints("axes");
    if (request.input(1).isPresent()) {
      Tensor constant = request.facts().constant(request.input(1).value());
      if (constant == null) {
        return null;
      }
      axes = constant.toLongArray();
    }
    boolean[] reduced = new boolean[rank];
    if (axes == null || axes.length == 0) {
      if (request.node().attributes().intOr("noop_with_empty_axes", 0) != 0) {
        return null;
      }
      Arrays.fill(reduced, true);
      return reduced;
    }
    for (long axis : axes) {
      reduced[(int) (axis < 0 ? axis + rank : axis)] = true;
    }
    return reduced;
  }
}
