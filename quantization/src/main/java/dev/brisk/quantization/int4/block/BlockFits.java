package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;
import java.util.List;

/** The one list of fits. */
public final class BlockFits {
  private static final BlockFit NEAREST = new RangeFit();

  private static final List<BlockFit> ALL =
      List.of(SquaresFit.plain(), NEAREST, new HalfQuadraticFit(), SquaresFit.byMagnitude());

  private BlockFits() {}

  /** All fits, the one of the least squared error first. */
  public static List<BlockFit> all() {
    return ALL;
  }

  /**
   * The line of a block whose range is cut.
   *
   * @param most the largest magnitude that is not clipped
   */
  public static Affine cut(float[] weights, int count, float most, Grid grid) {
    float low = 0;
    float high = 0;
    for (int i = 0; i < count; i++) {
      low = Math.min(low, weights[i]);
      high = Math.max(high, weights[i]);
    }
    return RangeFit.line(Math.max(low, -most), Math.min(high, most), grid);
  }

  /** The fit that takes the range of a block for its line, and the nearest code of each weight. */
  public static BlockFit nearest() {
    return NEAREST;
  }
}
