package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.block.BlockCodes;
import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.BlockFits;
import dev.brisk.quantization.int4.block.Blockwise;
import dev.brisk.quantization.int4.block.Matrix;
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
      Matrix matrix = weight.matrix();
      BlockCodes codes = Blockwise.quantize(matrix, work.grid(), fit);
      work.store(weight, codes);
      double after = Blockwise.decibels(matrix, codes);
      BlockFit nearest = BlockFits.nearest();
      double before =
          fit == nearest
              ? after
              : Blockwise.decibels(matrix, Blockwise.quantize(matrix, work.grid(), nearest));
      work.measured(weight, before, after);
    }
    return List.of();
  }
}
