package dev.brisk.internal.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NoiseTest {
  private static final float NONE = Float.NaN;
  private static final float MASKED = Float.NEGATIVE_INFINITY;

  private static double share(Tensor expected, Tensor actual) {
    return Noise.share(Map.of("y", expected), Map.of("y", actual));
  }

  private static Tensor of(float... values) {
    return Tensor.of(values, values.length);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void floatsOfEachKind_areComparedAsNumbers(ElementType type) {
    assertThat(share(of(3, 4).to(type), of(3, 4.5f).to(type))).isEqualTo(0.01);
  }

  @Test
  void numbersThatShouldNotBeFinite_doNotCount() {
    assertThat(share(of(3, 4, MASKED, NONE), of(3, 4.5f, MASKED, 7))).isEqualTo(0.01);
  }

  @Test
  void numbersThatShouldBeFinite_areAllNoise() {
    assertThat(share(of(3, 4), of(3, NONE))).isInfinite();
    assertThat(Noise.decibels(share(of(3, 4), of(MASKED, 4)))).isEqualTo(-300);
  }

  @Test
  void whatCannotBeCompared_isAsMuchNoiseAsSignal() {
    assertThat(share(of(1, 2), of(1, 2, 3))).isEqualTo(1);
    assertThat(share(Tensor.of(new long[] {4}, 1), Tensor.of(new long[] {5}, 1))).isEqualTo(1);
    assertThat(share(Tensor.of(new long[] {4}, 1), Tensor.of(new long[] {4}, 1))).isZero();
  }
}
