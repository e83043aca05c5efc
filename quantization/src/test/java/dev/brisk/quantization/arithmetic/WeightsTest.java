package dev.brisk.quantization.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightsTest {
  @Test
  void channels_findTheirElements() {
    Channels channels = Channels.along(1, 2, 3, 4);
    assertThat(channels).isEqualTo(new Channels(2, 3, 4));
    TreeSet<Integer> offsets = new TreeSet<>();
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < channels.size(); i++) {
        int offset = channels.offset(channel, i);
        assertThat(offset / 4 % 3).isEqualTo(channel);
        offsets.add(offset);
      }
    }
    assertThat(offsets).hasSize(24);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void weights_areHalfAStepOff_andNoPairSaturates(int seed) {
    Random random = new Random(seed);
    int in = 1 + random.nextInt(6);
    int positions = 1 + random.nextInt(9);
    Channels channels = Channels.along(0, 5, in, positions);
    float[] values = values(random, 5 * in * positions);
    Pairs pairs = Pairs.ofConvolution(in, positions);

    Weights weights = Weights.quantize(values, channels, Codes.INT8, pairs, new float[5]);

    assertThat(pairs.proveSafe(weights.codes(), channels)).isTrue();
    float[] back = weights.values(channels);
    for (int i = 0; i < values.length; i++) {
      float step = weights.scales()[i / channels.inner()];
      assertThat(back[i]).isCloseTo(values[i], Offset.offset(step * 1.5f));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void sevenBits_areSafeWhateverThePairs(int seed) {
    Channels channels = Channels.along(1, 64, 7);
    float[] values = values(new Random(seed), 64 * 7);
    Weights weights =
        Weights.quantize(values, channels, Codes.INT8_SEVEN_BITS, Pairs.none(), new float[7]);
    assertThat(Pairs.ofDotProduct(64).proveSafe(weights.codes(), channels)).isTrue();
  }

  @Test
  void proof_failsForTwoLargeNeighbours() {
    Channels channels = Channels.along(0, 1, 4);
    Pairs pairs = Pairs.ofDotProduct(4);
    assertThat(pairs.proveSafe(new byte[] {127, 1, -64, -64}, channels)).isTrue();
    assertThat(pairs.proveSafe(new byte[] {127, 2, 0, 0}, channels)).isFalse();
    assertThat(pairs.proveSafe(new byte[] {127, -2, -3, -126}, channels)).isFalse();
    assertThat(pairs.proveSafe(new byte[] {0, 127, 127, 0}, channels)).isTrue();
  }

  @Test
  void convolutionPairs_areNeighbouringChannels() {
    Pairs even = Pairs.ofConvolution(4, 9);
    assertThat(even.count()).isEqualTo(18);
    for (int i = 0; i < even.count(); i++) {
      assertThat(even.second(i)).isEqualTo(even.first(i) + 9);
      assertThat(even.first(i) / 9 % 2).isZero();
    }
    Pairs gray = Pairs.ofConvolution(1, 9);
    assertThat(gray.count()).isEqualTo(4);
    assertThat(gray.first(3)).isEqualTo(6);
    assertThat(Pairs.ofConvolution(3, 4).count()).isEqualTo(6 + 4);
  }

  @Test
  void zeroChannel_takesTheScaleOfOthers() {
    Channels channels = Channels.along(0, 3, 1);
    float[] values = {0, 2.54f, 1.27f};
    Weights weights = Weights.quantize(values, channels, Codes.INT8, Pairs.none(), new float[3]);
    assertThat(weights.scales()).containsExactly(0.02f, 0.02f, 0.01f);
  }

  @Test
  void bias_thatOverflows_raisesTheScaleOfItsWeights() {
    float[] biases = {1e6f, 0.5f};
    float inputScale = 1e-6f;
    float[] least = Biases.leastWeightScales(biases, inputScale);
    Channels channels = Channels.along(0, 2, 2);
    float[] values = {1e-6f, 2e-6f, 1, 2};
    Weights weights = Weights.quantize(values, channels, Codes.INT8, Pairs.none(), least);
    float[] scales = Biases.scales(inputScale, weights.scales());
    int[] codes = Biases.codes(biases, scales);

    assertThat(scales[1]).isEqualTo(inputScale * weights.scales()[1]);
    for (int i = 0; i < biases.length; i++) {
      assertThat(codes[i] * (double) scales[i])
          .isCloseTo(biases[i], Offset.offset(1e-6 * biases[i] + scales[i]));
    }
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
