package dev.brisk.benchmarks;

import dev.brisk.benchmarks.formula.Awq;
import dev.brisk.benchmarks.formula.BlockFormula;
import dev.brisk.benchmarks.formula.Columns;
import dev.brisk.benchmarks.formula.Gptq;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What published formulas make of the matrices that read the same rows. For one thread. */
final class Formulas {
  private static final String NAME = "formula ";

  /** The quantizer's algorithms, by the formulas that they are after. */
  private static final Map<String, String> ANSWERS =
      Map.of(
          name(BlockFormula.RANGE),
          "rtn",
          name(BlockFormula.SIGNED_RANGE),
          "rtn",
          name(BlockFormula.STEPS),
          "rtn",
          name(BlockFormula.K_QUANT),
          "k-quant",
          name(BlockFormula.K_QUANT_FLOAT_LOW),
          "k-quant",
          name(BlockFormula.HQQ),
          "hqq",
          name(BlockFormula.HQQ_FLOAT_ZERO),
          "hqq",
          NAME + "awq",
          "awq",
          NAME + "gptq",
          "gptq");

  private final @Nullable Gptq gptq;
  private final @Nullable Awq awq;

  /**
   * Formulas for matrices.
   *
   * @param rows what the matrices are multiplied by, or null if that is unknown
   */
  Formulas(@Nullable InputRows rows) {
    float[] moments = rows == null ? null : rows.moments();
    gptq = moments == null ? null : new Gptq(moments);
    awq =
        rows == null || moments == null ? null : new Awq(moments, rows.magnitudes(), rows::energy);
  }

  private static String name(BlockFormula formula) {
    return NAME + formula.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The name of the quantizer's algorithm that is after a formula, or "". */
  static String answer(String name) {
    return ANSWERS.getOrDefault(name, "");
  }

  /** What the codes of each formula stand for, by its name. */
  Map<String, Columns> decoded(Columns weights) {
    Map<String, Columns> decoded = new LinkedHashMap<>();
    for (BlockFormula formula : BlockFormula.values()) {
      decoded.put(name(formula), weights.by(formula));
    }
    if (awq != null) {
      decoded.put(NAME + "awq", awq.decoded(weights));
    }
    if (gptq != null) {
      decoded.put(NAME + "gptq", gptq.decoded(weights));
    }
    return decoded;
  }
}
