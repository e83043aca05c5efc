package dev.brisk.quantization.int4.block;

import java.util.List;

/** The one list of fits. */
public final class BlockFits {
  private static final List<BlockFit> ALL =
      List.of(SquaresFit.plain(), new RangeFit(), new HalfQuadraticFit(), SquaresFit.byMagnitude());

  private BlockFits() {}

  /** All fits, the one of the least squared error first. */
  public static List<BlockFit> all() {
    return ALL;
  }
}
