package dev.brisk.quantization.rounding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.quantization.arithmetic.Channels;
import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.arithmetic.Pairs;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelCodesTest {
  private static final int SIZE = 8;

  /** A channel's weights, its scale, and moments of correlated inputs. */
  @SuppressWarnings("ArrayRecordComponent") // Not handed on.
  private record Case(double[] weights, double scale, double[] moments) {
    static Case of(Random random) {
      double[] weights = random.doubles(SIZE, -1, 1).toArray();
      double[] moments = new double[SIZE * SIZE];
      for (int row = 0; row < 2 * SIZE; row++) {
        double common = random.nextGaussian();
        double[] inputs = random.doubles(SIZE, -1, 1).map(x -> x + common).toArray();
        for (int i = 0; i < moments.length; i++) {
          moments[i] += inputs[i / SIZE] * inputs[i % SIZE];
        }
      }
      return new Case(weights, 1.0 / 100, moments);
    }

    double cost(int[] codes) {
      double cost = 0;
      for (int i = 0; i < moments.length; i++) {
        cost += moments[i] * error(codes, i / SIZE) * error(codes, i % SIZE);
      }
      return cost;
    }

    private double error(int[] codes, int i) {
      return weights[i] - scale * codes[i];
    }

    /** The least cost of all ways to round up or down that the pairs allow. */
    double least(Pairs pairs) {
      double least = Double.MAX_VALUE;
      for (int ways = 0; ways < 1 << SIZE; ways++) {
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
          codes[i] = (int) Math.floor(weights[i] / scale) + (ways >> i & 1);
        }
        if (safe(codes, pairs)) {
          least = Math.min(least, cost(codes));
        }
      }
      return least;
    }
  }

  private static boolean safe(int[] codes, Pairs pairs) {
    byte[] bytes = new byte[codes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) codes[i];
    }
    return pairs.proveSafe(bytes, Channels.along(0, 1, codes.length));
  }

  private static double[] ones() {
    double[] ones = new double[SIZE];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void descent_isNearTheBestOfAllRoundings() {
    Random random = new Random(7);
    ChannelCodes free = new ChannelCodes(Codes.INT8, Pairs.none(), SIZE);
    double nearest = 0;
    double descended = 0;
    double least = 0;
    for (int i = 0; i < 50; i++) {
      Case one = Case.of(random);
      int[] codes = free.nearest(one.weights, one.scale, ones());
      double before = one.cost(codes);
      free.descend(one.weights, one.scale, one.moments, 0, codes);
      double best = one.least(Pairs.none());
      assertThat(one.cost(codes)).isLessThanOrEqualTo(before).isGreaterThan(best * 0.999999);
      nearest += before;
      descended += one.cost(codes);
      least += best;
    }
    assertThat(descended).isLessThan(0.6 * nearest).isLessThan(1.4 * least);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void pairs_neverSaturate(int seed) {
    Case one = Case.of(new Random(seed));
    Pairs pairs = Pairs.ofConvolution(SIZE / 2, 2);
    ChannelCodes allowed = new ChannelCodes(Codes.INT8, pairs, SIZE);
    int[] codes = allowed.nearest(one.weights, 1.0 / 150, ones());
    assertThat(safe(codes, pairs)).isTrue();
    double before = new Case(one.weights, 1.0 / 150, one.moments).cost(codes);
    allowed.descend(one.weights, 1.0 / 150, one.moments, 0, codes);
    assertThat(safe(codes, pairs)).isTrue();
    assertThat(new Case(one.weights, 1.0 / 150, one.moments).cost(codes))
        .isLessThanOrEqualTo(before);
  }

  @Test
  void pairTooLarge_givesWayWhereItCostsLess() {
    ChannelCodes allowed = new ChannelCodes(Codes.INT8, Pairs.ofDotProduct(2), 2);
    assertThat(allowed.nearest(new double[] {100, 100}, 1, new double[] {1, 9}))
        .containsExactly(35, 93);
  }
}
