package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_forward_primitive_desc_create;

import dev.brisk.engine.Kernel;
import dev.brisk.graph.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Resize by whole factors, to the nearest, or linearly between the middles of pixels. */
final class ResizeKernel {
  private ResizeKernel() {}

  static @Nullable Kernel make(Request request) {
    long[] image = request.dims(0);
    long[] made = request.made();
    int algorithm = algorithm(request, image, made);
    boolean codes = request.input(0).grid() != null || request.operator().output().grid() != null;
    if (algorithm < 0
        || request.isConstant(0)
        || !request.operator().posts().isEmpty()
        || (codes && !(ViewKernel.keepsGrid(request) && algorithm == dnnl.dnnl_resampling_nearest))
        || (!codes && request.element(request.input(0).value()) != dev.brisk.ElementType.FLOAT32)) {
      return null;
    }
    Md known = request.source(0);
    Md source = known.isDense() ? known : Md.channelsLast(request.type(0), image);
    Md target = source.like(request.madeType(), made);
    try (Scope scope = new Scope()) {
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          new dev.brisk.backend.cpu.onednn.Attributes(),
          (pd, attr) ->
              dnnl_resampling_forward_primitive_desc_create(
                  pd,
                  request.library().engine(),
                  dnnl.dnnl_forward_inference,
                  algorithm,
                  (float[]) null,
                  source.handle(scope),
                  target.handle(scope),
                  attr),
          found -> {
            List<Argument> all = new ArrayList<>();
            all.add(Argument.input(dnnl.DNNL_ARG_SRC, 0, source));
            all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, target));
            return all;
          });
    }
  }

  private static int algorithm(Request request, long[] image, long[] made) {
    Attributes own = request.node().attributes();
    boolean images =
        image.length >= 3
            && image.length <= 5
            && image[0] == made[0]
            && image[1] == made[1]
            && Arrays.stream(image).allMatch(dim -> dim > 0)
            && isWhole(image, made)
            && own.intOr("antialias", 0) == 0
            && own.ints("axes") == null
            && own.stringOr("keep_aspect_ratio_policy", "stretch").equals("stretch");
    if (!images) {
      return -1;
    }
    String places = own.stringOr("coordinate_transformation_mode", "half_pixel");
    return switch (own.stringOr("mode", "nearest")) {
      case "nearest" -> isEven(own, places) ? dnnl.dnnl_resampling_nearest : -1;
      case "linear" -> places.equals("half_pixel") ? dnnl.dnnl_resampling_linear : -1;
      default -> -1;
    };
  }

  /** Whether each pixel becomes as many as any other. */
  private static boolean isWhole(long[] image, long[] made) {
    for (int i = 2; i < image.length; i++) {
      if (made[i] % image[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the nearest is the same as by oneDNN, if each pixel becomes as many as any other. */
  private static boolean isEven(Attributes own, String places) {
    String rounding = own.stringOr("nearest_mode", "round_prefer_floor");
    boolean floor = places.equals("asymmetric") && rounding.equals("floor");
    return floor || (places.endsWith("half_pixel") && rounding.startsWith("round_prefer"));
  }
}
