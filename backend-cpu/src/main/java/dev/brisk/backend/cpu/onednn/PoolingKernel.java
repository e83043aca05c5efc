package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Pooling of float32, or of codes of 8 bits to codes of the same type. */
final class PoolingKernel {
  private PoolingKernel() {}

  static @Nullable Kernel make(Request request) {
    long[] image = request.dims(0);
    long[] made = request.made();
    if (image.length < 3
        || image.length > 5
        || !request.isNumbers(0)
        || request.operator().outputs().size() != 1
        || Arrays.stream(image).anyMatch(dim -> dim <= 0)
        || Arrays.stream(made).anyMatch(dim -> dim <= 0)) {
      return null;
    }
    Geometry geometry = geometry(request, image, made);
    int algorithm = geometry == null ? -1 : algorithm(request, geometry);
    Attributes attributes = new Attributes();
    Grid from = request.input(0).grid();
    Grid to = request.operator().output().grid();
    if (geometry == null
        || algorithm < 0
        || (from == null) != (to == null)
        || (from != null && to != null && !rescale(from, to, attributes, algorithm))
        || (!request.operator().posts().isEmpty() && from != null)) {
      return null;
    }
    Posts posts =
        from == null ? Posts.add(request, attributes, 0, made, Posts.Writing.BY_FUNCTION) : null;
    if (from == null && posts == null) {
      return null;
    }
    return made(request, geometry, algorithm, attributes, posts);
  }

  private static @Nullable Kernel made(
      Request request,
      Geometry geometry,
      int algorithm,
      Attributes attributes,
      @Nullable Posts posts) {
    Md known = request.source(0);
    boolean codes = known.type() != DataType.F32;
    Md source = codes ? Md.channelsLast(request.type(0), request.dims(0)) : known;
    Md target =
        source.strides() == null
            ? Md.any(request.madeType(), request.made())
            : source.like(request.madeType(), request.made());
    try (Scope scope = new Scope()) {
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              dnnl_pooling_forward_primitive_desc_create(
                  pd,
                  request.library().engine(),
                  dnnl.dnnl_forward_inference,
                  algorithm,
                  source.handle(scope),
                  target.handle(scope),
                  geometry.steps(),
                  geometry.window(),
                  geometry.dilations(),
                  geometry.before(),
                  geometry.after(),
                  attr),
          found -> {
            Md result = found.layout(dnnl.DNNL_ARG_DST, request.madeType(), request.made());
            List<Argument> all = new ArrayList<>();
            all.add(Argument.input(dnnl.DNNL_ARG_SRC, 0, source));
            all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, result));
            if (posts != null) {
              all.addAll(posts.arguments(found));
            }
            return all;
          });
    }
  }

  private static @Nullable Geometry geometry(Request request, long[] image, long[] made) {
    boolean global = request.node().operator().startsWith("Global");
    long[] window =
        global
            ? Arrays.copyOfRange(image, 2, image.length)
            : request.node().attributes().ints("kernel_shape");
    if (window == null || window.length != image.length - 2) {
      return null;
    }
    Geometry geometry =
        global
            ? Geometry.of(dev.brisk.graph.Attributes.NONE, image, made, window)
            : Geometry.of(request.node().attributes(), image, made, window);
    return geometry.isOrdinary() ? geometry : null;
  }

  private static int algorithm(Request request, Geometry geometry) {
    if (request.node().operator().matches("(Global)?MaxPool")) {
      return dnnl.dnnl_pooling_max;
    }
    boolean padded =
        Arrays.stream(geometry.before()).anyMatch(pad -> pad != 0)
            || Arrays.stream(geometry.after()).anyMatch(pad -> pad > 0);
    boolean includes = request.node().attributes().intOr("count_include_pad", 0) != 0;
    boolean ceil = request.node().attributes().intOr("ceil_mode", 0) != 0;
    if (padded && includes) {
      return ceil ? -1 : dnnl.dnnl_pooling_avg_include_padding;
    }
    return dnnl.dnnl_pooling_avg_exclude_padding;
  }

  /** Has codes written on another grid; false if that cannot be done. */
  private static boolean rescale(Grid from, Grid to, Attributes attributes, int algorithm) {
    if (!from.isPerTensor() || !to.isPerTensor() || from.type() != to.type()) {
      return false;
    }
    float factor = from.scale() / to.scale();
    boolean same = factor == 1 && from.zeroPoint() == to.zeroPoint();
    if (!same && algorithm == dnnl.dnnl_pooling_max) {
      return false;
    }
    if (!same) {
      attributes.eltwise(
          dnnl.dnnl_eltwise_linear, factor, to.zeroPoint() - from.zeroPoint() * factor);
    }
    return true;
  }
}
