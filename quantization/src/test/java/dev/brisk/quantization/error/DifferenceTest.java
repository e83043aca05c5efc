package dev.brisk.quantization.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DifferenceTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4, 5);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void decibels_doNotHangOnFactorsOfChannels(int seed) {
    Random random = new Random(seed);
    for (int axis : new int[] {1, -1}) {
      int inner = axis == 1 ? 20 : 1;
      int channels = axis == 1 ? 3 : 5;
      int[] exponents = random.ints(channels, -9, 10).toArray();
      float[] exact = new float[120];
      float[] near = new float[120];
      float[] scaled = new float[120];
      for (int i = 0; i < exact.length; i++) {
        exact[i] = (float) random.nextGaussian();
        near[i] = exact[i] + 0.2f * (float) random.nextGaussian();
        scaled[i] = Math.scalb(near[i], exponents[i / inner % channels]);
      }
      assertThat(decibels(axis, exact, scaled))
          .isCloseTo(decibels(Counterpart.NONE, exact, near), within(1e-6));
      assertThat(decibels(Counterpart.NONE, exact, near)).isBetween(12.0, 16.0);
    }
  }

  @Test
  void decibels_areBoundedAndTellWhatWasLost() {
    float[] exact = {1, -2, Float.NaN, 3};
    assertThat(decibels(Counterpart.NONE, exact, exact)).isEqualTo(150);
    assertThat(decibels(Counterpart.NONE, exact, new float[] {1, -2, 7, Float.NaN}))
        .isLessThan(-100);
    assertThat(decibels(Counterpart.NONE, new float[4], exact)).isNaN();
  }

  private static double decibels(int axis, float[] exact, float[] other) {
    Difference difference = new Difference(axis);
    difference.add(exact, other, exact.length == 120 ? SHAPE : Shape.of(4));
    return difference.decibels();
  }
}
