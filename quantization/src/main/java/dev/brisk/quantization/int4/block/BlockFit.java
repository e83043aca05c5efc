package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;

/** How the line of a block of weights is chosen. Stateless and thread-safe. */
public interface BlockFit {
  /** The name that a user asks for it by. */
  String name();

  /**
   * Chooses the line of a block.
   *
   * @param weights the block's weights in the first places, finite
   * @param count how many there are
   */
  Affine line(float[] weights, int count, Grid grid);
}
