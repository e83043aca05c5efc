package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;

/**
 * The codes cover the range of a block and zero. Where zero has the middle code, the weight of the
 * largest magnitude gets code 0, be it by a negative scale: that is the one side with a code more.
 */
final class RangeFit implements BlockFit {
  @Override
  public String name() {
    return "rtn";
  }

  @Override
  public Affine line(float[] weights, int count, Grid grid) {
    float low = 0;
    float high = 0;
    for (int i = 0; i < count; i++) {
      low = Math.min(low, weights[i]);
      high = Math.max(high, weights[i]);
    }
    return line(low, high, grid);
  }

  /** The line for a range that holds zero. */
  static Affine line(float low, float high, Grid grid) {
    double extreme = -low > high ? low : high;
    double scale =
        grid.symmetric()
            ? -extreme / grid.middle()
            : ((double) high - low) / grid.codes().highest();
    if (Math.abs(scale) < Float.MIN_NORMAL) {
      return grid.flat();
    }
    int zeroPoint = grid.symmetric() ? grid.middle() : (int) Math.rint(-low / scale);
    return grid.line(scale, zeroPoint);
  }
}
