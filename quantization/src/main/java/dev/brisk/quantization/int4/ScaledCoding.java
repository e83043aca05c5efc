package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.activation.Activations;
import dev.brisk.quantization.int4.activation.ChannelScales;
import dev.brisk.quantization.int4.activation.InputRows;
import dev.brisk.quantization.int4.activation.ResultFit;
import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.BlockFits;
import dev.brisk.quantization.int4.block.Blockwise;
import dev.brisk.quantization.int4.block.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Weights are scaled by the size of their inputs before they become codes, as AWQ does, and each
 * block takes the line that changes results least. The inputs are divided by one more node, where
 * that pays.
 */
record ScaledCoding() implements Coding {
  private static final BlockFit FIT = BlockFits.all().get(0);

  @Override
  public List<String> code(Work work) {
    Readers readers = Readers.of(work.plan());
    Map<String, InputRows> rows = new LinkedHashMap<>();
    int block = work.grid().block();
    readers.byValue().keySet().forEach(v -> rows.put(v, new InputRows(readers.length(v), block)));
    Activations.show(work.model(), work.samples(), work.options().accelerator(), rows);
    readers
        .others()
        .forEach(
            weight -> work.store(weight, Blockwise.quantize(weight.matrix(), work.grid(), FIT)));
    readers.byValue().forEach((value, weights) -> code(value, weights, rows.get(value), work));
    return Readers.warnings(rows);
  }

  private static void code(
      String value, List<Verdict.Weight> weights, @Nullable InputRows rows, Work work) {
    if (rows == null || rows.rows() == 0) {
      weights.forEach(
          weight -> work.store(weight, Blockwise.quantize(weight.matrix(), work.grid(), FIT)));
      return;
    }
    List<Matrix> matrices = weights.stream().map(Verdict.Weight::matrix).toList();
    Optional<float[]> factors = ChannelScales.search(matrices, rows, work.grid(), FIT);
    ResultFit fit = ResultFit.of(rows, factors, work.grid());
    for (Verdict.Weight weight : weights) {
      Matrix matrix = weight.matrix();
      Matrix scaled = factors.map(matrix::times).orElse(matrix);
      work.store(weight, Blockwise.quantize(scaled, work.grid(), fit));
    }
    factors.ifPresent(found -> work.writer().divide(value, found, weights));
  }
}
