package dev.brisk.quantization.int4.block;

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

  /** The fit that takes the range of a block for its line, and the nearest code of each weight. */
  public static BlockFit nearest() {
    return NEAREST;
  }
}
