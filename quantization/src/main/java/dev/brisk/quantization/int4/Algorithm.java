package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.BlockFits;

/**
 * How codes are chosen.
 *
 * @param name what a user asks for it by
 * @param fit how the line of a block is chosen
 */
record Algorithm(String name, BlockFit fit) {
  /** The names of all, the default first. */
  static String[] names() {
    return BlockFits.all().stream().map(BlockFit::name).toArray(String[]::new);
  }

  /** The algorithm of a name. */
  static Algorithm of(String name) {
    BlockFit fit =
        BlockFits.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return new Algorithm(name, fit);
  }
}
