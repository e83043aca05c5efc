package dev.brisk.benchmarks.formula;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.BlockFits;
import dev.brisk.quantization.int4.block.Grid;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockFormulaTest {
  private static final int BLOCKS = 400;

  /** Layers as BERT's: normal weights of deviation sqrt(2 / inputs), some with heavier tails. */
  @ParameterizedTest(name = "{0} inputs, heavy tails {1}, block {2}")
  @CsvSource({
    "768, false, 32",
    "3072, false, 32",
    "768, true, 32",
    "768, false, 16",
    "768, false, 128"
  })
  void noFormula_leavesLessError(int inputs, boolean heavy, int size) {
    Random random = new Random(inputs + size);
    Map<String, Double> ours = new HashMap<>();
    Map<String, Double> oursSymmetric = new HashMap<>();
    Map<BlockFormula, Double> theirs = new EnumMap<>(BlockFormula.class);
    for (int block = 0; block < BLOCKS; block++) {
      float[] weights = weights(random, size, Math.sqrt(2.0 / inputs), heavy);
      for (BlockFormula formula : BlockFormula.values()) {
        theirs.merge(formula, error(weights, formula.decoded(weights)), Double::sum);
      }
      for (BlockFit fit : BlockFits.all()) {
        Grid grid = new Grid(4, size, false);
        ours.merge(fit.name(), error(weights, fit.line(weights, size, grid), grid), Double::sum);
        Grid symmetric = new Grid(4, size, true);
        oursSymmetric.merge(
            fit.name(), error(weights, fit.line(weights, size, symmetric), symmetric), Double::sum);
      }
    }
    theirs.forEach(
        (formula, error) -> {
          if (!formula.hasFloatOffset()) {
            assertThat(error).as(formula.name()).isGreaterThan(of(ours, "mse"));
          }
        });
    assertThat(of(oursSymmetric, "mse"))
        .isLessThan(of(theirs, BlockFormula.SIGNED_RANGE))
        .isLessThan(of(theirs, BlockFormula.STEPS));
    assertThat(of(ours, "rtn")).isLessThan(of(theirs, BlockFormula.RANGE) * 1.001);
    assertThat(of(oursSymmetric, "rtn")).isLessThan(of(theirs, BlockFormula.SIGNED_RANGE) * 1.001);
    assertThat(of(ours, "k-quant")).isLessThan(of(theirs, BlockFormula.K_QUANT));
    assertThat(of(ours, "hqq")).isLessThan(of(theirs, BlockFormula.HQQ));
    assertThat(of(ours, "hqq")).isLessThan(of(ours, "rtn"));
  }

  private static <K> double of(Map<K, Double> errors, K key) {
    return errors.getOrDefault(key, Double.NaN);
  }

  private static float[] weights(Random random, int size, double deviation, boolean heavy) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      double factor = heavy && random.nextInt(20) == 0 ? 4 : 1;
      weights[i] = (float) (random.nextGaussian() * deviation * factor);
    }
    return weights;
  }

  private static double error(float[] weights, double[] decoded) {
    double error = 0;
    for (int i = 0; i < weights.length; i++) {
      error += Math.pow(weights[i] - decoded[i], 2);
    }
    return error;
  }

  private static double error(float[] weights, Affine line, Grid grid) {
    double[] decoded = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      decoded[i] = line.value(line.code(weights[i], grid.codes()));
    }
    return error(weights, decoded);
  }
}
