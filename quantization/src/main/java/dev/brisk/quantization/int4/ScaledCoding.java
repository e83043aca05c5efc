package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.activation.Activations;
import dev.brisk.quantization.int4.activation.ChannelScales;
import dev.brisk.quantization.int4.activation.InputRows;
import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.BlockFits;
import dev.brisk.quantization.int4.block.Blockwise;
import dev.brisk.quantization.int4.block.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights are scaled by the size of their inputs before they become codes, as AWQ does. The inputs
 * are divided by one more node, where that pays.
 */
record ScaledCoding() implements Coding {
  private static final BlockFit FIT = BlockFits.all().get(0);

  @Override
  public List<String> code(Work work) {
    Readers readers = Readers.of(work.plan());
    Map<String, InputRows> rows = new LinkedHashMap<>();
    readers.byValue().keySet().forEach(v -> rows.put(v, new InputRows(readers.length(v))));
    Activations.show(work.model(), work.samples(), work.options().accelerator(), rows);
    readers
        .others()
        .forEach(
            weight -> work.store(weight, Blockwise.quantize(weight.matrix(), work.grid(), FIT)));
    readers
        .byValue()
        .forEach((value, weights) -> code(value, weights, rows.getOrDefault(value, none()), work));
    return Readers.warnings(rows);
  }

  private static InputRows none() {
    return new InputRows(0);
  }

  private static void code(String value, List<Verdict.Weight> weights, InputRows rows, Work work) {
    List<Matrix> matrices = weights.stream().map(Verdict.Weight::matrix).toList();
    Optional<float[]> factors =
        rows.rows() == 0
            ? Optional.empty()
            : ChannelScales.search(matrices, rows, work.grid(), FIT);
    for (Verdict.Weight weight : weights) {
      Matrix matrix = weight.matrix();
      Matrix scaled = factors.map(matrix::times).orElse(matrix);
      work.store(weight, Blockwise.quantize(scaled, work.grid(), FIT));
    }
    factors.ifPresent(found -> work.writer().divide(value, found, weights));
  }
}
