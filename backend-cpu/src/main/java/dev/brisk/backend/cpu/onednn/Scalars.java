package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Grid;
import org.bytedeco.dnnl.global.dnnl;

/** The scales and zero points that primitives are given. */
final class Scalars {
  private Scalars() {}

  /** The scales of an argument. */
  static Argument scale(Request request, int argument, Grid grid) {
    return scales(request, argument, grid.scales());
  }

  /** Scales of an argument. */
  static Argument scales(Request request, int argument, float... scales) {
    String key = "scales " + java.util.Arrays.toString(scales);
    return Argument.constant(
        dnnl.DNNL_ARG_ATTR_SCALES | argument,
        Md.plain(DataType.F32, scales.length),
        () -> request.constants().floats(key, () -> scales));
  }

  /** The zero point of an argument. */
  static Argument zeroPoint(Request request, int argument, Grid grid) {
    int zero = grid.zeroPoint();
    return Argument.constant(
        dnnl.DNNL_ARG_ATTR_ZERO_POINTS | argument,
        Md.plain(DataType.S32, 1),
        () -> request.constants().ints("zero point " + zero, zero));
  }
}
