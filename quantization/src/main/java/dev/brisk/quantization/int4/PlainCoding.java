package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.Blockwise;
import java.util.List;

/**
 * Each block for itself.
 *
 * @param fit how the line of a block is chosen
 */
record PlainCoding(BlockFit fit) implements Coding {
  @Override
  public List<String> code(Work work) {
    for (Verdict.Weight weight : work.plan().weights()) {
      work.store(weight, Blockwise.quantize(weight.matrix(), work.grid(), fit));
    }
    return List.of();
  }
}
