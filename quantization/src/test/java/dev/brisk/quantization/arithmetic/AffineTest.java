package dev.brisk.quantization.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AffineTest {
  @Test
  void covering_extendsToZero() {
    assertThat(Affine.covering(2, 51, Codes.UINT8)).isEqualTo(new Affine(51f / 255, 0));
    assertThat(Affine.covering(-51, -2, Codes.UINT8)).isEqualTo(new Affine(51f / 255, 255));
    assertThat(Affine.covering(-1, 1, Codes.UINT8).zeroPoint()).isEqualTo(128);
  }

  @Test
  void covering_symmetric() {
    assertThat(Affine.covering(-0.5, 2, Codes.INT8)).isEqualTo(new Affine((float) (4.0 / 254), 0));
    assertThat(Affine.covering(-2, 1, Codes.INT8_SEVEN_BITS)).isEqualTo(new Affine(2f / 64, 0));
  }

  @Test
  void covering_nothing_isUsable() {
    assertThat(Affine.covering(0, 0, Codes.UINT8)).isEqualTo(new Affine(1, 0));
    assertThat(Affine.covering(0, Float.MIN_VALUE, Codes.INT8)).isEqualTo(new Affine(1, 0));
  }

  @Test
  void code_roundsHalfToEven_thenMovesAndClamps() {
    Affine line = new Affine(1, 3);
    assertThat(line.code(0.5f, Codes.UINT8)).isEqualTo(3);
    assertThat(line.code(1.5f, Codes.UINT8)).isEqualTo(5);
    assertThat(line.code(-9, Codes.UINT8)).isZero();
    assertThat(line.code(1e30f, Codes.UINT8)).isEqualTo(255);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void numbersInRange_areAtMostHalfAStepOff(int seed) {
    Random random = new Random(seed);
    float min = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4));
    float max = min + (float) Math.abs(random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4));
    for (Codes codes : Codes.values()) {
      Affine line = Affine.covering(min, max, codes);
      assertThat(line.value(line.code(0, codes))).isZero();
      for (int i = 0; i <= 1000; i++) {
        float value = Math.min(max, min + (max - min) * i / 1000);
        float back = line.value(line.code(value, codes));
        // Rounding the zero point moves the range by up to half a step.
        assertThat(back).isCloseTo(value, Offset.offset(line.scale() * 1.001f));
      }
    }
  }
}
