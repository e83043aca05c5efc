package dev.brisk.quantization.int4.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.quantization.arithmetic.Affine;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockFitsTest {
  static Stream<Arguments> fitsAndGrids() {
    return BlockFits.all().stream()
        .flatMap(
            fit ->
                Stream.of(4, 8)
                    .flatMap(
                        bits ->
                            Stream.of(true, false)
                                .map(s -> Arguments.of(fit.name(), fit, new Grid(bits, 32, s)))));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("fitsAndGrids")
  void blocksOfOneSign_keepTheirNumbers(String name, BlockFit fit, Grid grid) {
    Random random = new Random(7);
    for (float sign : new float[] {1, -1}) {
      float[] weights = new float[32];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = sign * (0.5f + random.nextFloat() / 2);
      }
      double step = 1.0 / (grid.symmetric() ? grid.middle() : grid.codes().highest());
      assertThat(Math.sqrt(error(weights, fit.line(weights, 32, grid), grid) / 32))
          .isLessThan(step * 0.4);
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("fitsAndGrids")
  void oddBlocks_haveUsableLines(String name, BlockFit fit, Grid grid) {
    float[][] blocks = {
      {0, 0, 0}, {1e-42f, 0, -1e-42f}, {3e38f, -3e38f, 3e38f}, {5}, {0, 0, 1e-30f}, {-0.0f, 7, 7}
    };
    for (float[] block : blocks) {
      float[] weights = new float[32];
      System.arraycopy(block, 0, weights, 0, block.length);
      Affine line = fit.line(weights, block.length, grid);
      assertThat(Math.abs(line.scale())).isBetween(Float.MIN_NORMAL, Float.MAX_VALUE);
      assertThat(line.zeroPoint()).isBetween(0, grid.codes().highest());
      double largest = 0;
      for (float weight : block) {
        largest = Math.max(largest, Math.abs(weight));
      }
      for (float weight : block) {
        float decoded = line.value(line.code(weight, grid.codes()));
        assertThat((double) decoded - weight).isBetween(-largest / 4 - 1e-37, largest / 4 + 1e-37);
      }
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("fitsAndGrids")
  void numbersOnALine_areKeptAsTheyAre(String name, BlockFit fit, Grid grid) {
    float[] weights = new float[16];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i - 8) * 0.125f * (grid.bits() == 4 ? 1 : grid.middle() / 8);
    }
    Affine line = fit.line(weights, weights.length, grid);
    if (grid.bits() == 4) {
      assertThat(error(weights, line, grid)).isLessThan(1e-10);
    }
  }

  /** No zero point with any of a thousand scales has an error that is much lower. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void leastSquares_areNearThoseOfAnExhaustiveSearch(long seed) {
    Random random = new Random(seed);
    for (boolean symmetric : new boolean[] {true, false}) {
      Grid grid = new Grid(4, 32, symmetric);
      double least = 0;
      double found = 0;
      for (int block = 0; block < 10; block++) {
        float[] weights = new float[16 + random.nextInt(17)];
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) (random.nextGaussian() + (seed % 3 == 0 ? 1.5 : 0));
        }
        int count = weights.length;
        double error = error(weights, SquaresFit.plain().line(weights, count, grid), grid);
        assertThat(error)
            .isLessThanOrEqualTo(error(weights, new RangeFit().line(weights, count, grid), grid));
        found += error;
        least += leastError(weights, grid);
      }
      assertThat(found).isLessThan(least * 1.05);
    }
  }

  private static double leastError(float[] weights, Grid grid) {
    double largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    double least = Double.POSITIVE_INFINITY;
    for (int zero = 0; zero <= 15; zero++) {
      if (grid.symmetric() && zero != 8) {
        continue;
      }
      for (int step = 1; step <= 1000; step++) {
        float scale = (float) (largest * step / 3000);
        least = Math.min(least, error(weights, new Affine(scale, zero), grid));
        least = Math.min(least, error(weights, new Affine(-scale, zero), grid));
      }
    }
    return least;
  }

  @Test
  void magnitudes_weighLargeWeightsMore() {
    Random random = new Random(3);
    double plain = 0;
    double weighed = 0;
    Grid grid = new Grid(4, 32, false);
    for (int i = 0; i < 200; i++) {
      float[] weights = new float[32];
      int largest = 0;
      for (int k = 0; k < 32; k++) {
        weights[k] = (float) random.nextGaussian();
        largest = Math.abs(weights[k]) > Math.abs(weights[largest]) ? k : largest;
      }
      float[] only = {weights[largest]};
      plain += error(only, SquaresFit.plain().line(weights, 32, grid), grid);
      weighed += error(only, SquaresFit.byMagnitude().line(weights, 32, grid), grid);
    }
    assertThat(weighed).isLessThan(plain);
  }

  private static double error(float[] weights, Affine line, Grid grid) {
    double error = 0;
    for (float weight : weights) {
      error += Math.pow((double) weight - line.value(line.code(weight, grid.codes())), 2);
    }
    return error;
  }
}
