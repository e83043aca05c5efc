package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ActivationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 0.5204998778130465",
    "-1, -0.8427007929497149",
    "2, 0.9953222650189527",
    "4, 0.9999999845827421",
    "7, 1",
    "-Infinity, -1",
    "NaN, NaN"
  })
  void erf_isExact(double x, double erf) {
    if (Double.isNaN(erf)) {
      assertThat(Activations.erf(x)).isNaN();
    } else {
      assertThat(Activations.erf(x)).isCloseTo(erf, within(1e-15));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1e-9", "-0.3", "2", "1e10", "-1e200"})
  void asinh_undoesSinh(double x) {
    double back = Math.sinh(Activations.asinh(x));
    assertThat(back).isCloseTo(x, within(Math.abs(x) * 1e-13));
  }

  @Test
  void inverses_knowTheirDomains() {
    assertThat(Activations.acosh(1)).isZero();
    assertThat(Activations.acosh(0.5)).isNaN();
    assertThat(Activations.acosh(Math.cosh(3))).isCloseTo(3, within(1e-14));
    assertThat(Activations.atanh(-1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Activations.atanh(1.5)).isNaN();
    assertThat(Activations.atanh(Math.tanh(-0.7))).isCloseTo(-0.7, within(1e-14));
  }

  @Test
  void large_doNotOverflow() {
    assertThat(Activations.softplus(1000)).isEqualTo(1000);
    assertThat(Activations.softplus(-1000)).isZero();
    assertThat(Activations.sigmoid(-1000)).isZero();
    assertThat(Activations.mish(1000)).isEqualTo(1000);
  }

  @Test
  void named_takesParameters() {
    double none = Double.NaN;
    assertThat(Activations.named("LeakyRelu", 0.5, none).applyAsDouble(-2)).isEqualTo(-1);
    assertThat(Activations.named("leakyrelu", none, none).applyAsDouble(-1)).isEqualTo(-0.01f);
    assertThat(Activations.named("Affine", 2, 1).applyAsDouble(3)).isEqualTo(7);
    assertThat(Activations.named("ScaledTanh", 2, 0).applyAsDouble(3)).isZero();
    assertThatThrownBy(() -> Activations.named("Nothing", none, none))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Nothing");
  }

  @Test
  void integers_keepAllTheirBits() {
    long large = (1L << 60) + 1;
    NdArray longs = NdArray.vector(-large, 0, large);
    assertThat(Call.of("Abs", 13).on(longs).longs()).containsExactly(large, 0, large);
    assertThat(Call.of("Neg", 13).on(longs).longs()).containsExactly(large, 0, -large);
    assertThat(Call.of("Relu", 14).on(longs).longs()).containsExactly(0, 0, large);
    assertThat(Call.of("Sign", 13).on(longs).longs()).containsExactly(-1, 0, 1);
    NdArray unsigned = NdArray.of(ElementType.UINT64, Shape.of(2), new long[] {-1, 0});
    assertThat(Call.of("Abs", 13).on(unsigned).longs()).containsExactly(-1, 0);
    assertThat(Call.of("Sign", 13).on(unsigned).longs()).containsExactly(1, 0);
  }

  @Test
  void clip_takesBoundsAsItsVersionHasThem() {
    NdArray input = Call.floats(-3, 0, 3);
    Call old = Call.of("Clip", 6, Attribute.of("min", -1f), Attribute.of("max", 2f));
    assertThat(old.on(input).floats()).containsExactly(-1, 0, 2);
    NdArray two = NdArray.scalar(ElementType.FLOAT32, 2);
    assertThat(Call.of("Clip", 13).on(input, null, two).floats()).containsExactly(-3, 0, 2);
    NdArray unsigned = NdArray.of(ElementType.UINT64, Shape.of(3), new long[] {-1, 0, 5});
    NdArray max = NdArray.scalar(ElementType.UINT64, 9);
    assertThat(Call.of("Clip", 13).on(unsigned, null, max).longs()).containsExactly(9, 0, 5);
  }

  @Test
  void prelu_stretchesItsSlope() {
    NdArray input = Call.floats(Shape.of(1, 2, 2), -1, 1, -2, 2);
    NdArray slopes = Call.floats(3, 5);
    assertThat(Call.of("PRelu", 6).on(input, slopes).floats()).containsExactly(-3, 1, -10, 2);
    assertThat(Call.of("PRelu", 16).on(input, slopes).floats()).containsExactly(-3, 1, -6, 2);
  }

  @Test
  void biasGelu_addsItsBias() {
    NdArray input = Call.floats(Shape.of(2, 2), 0, 1, 2, 3);
    float[] given = Call.microsoft("BiasGelu").on(input, Call.floats(1, 0)).floats();
    assertThat(given[0]).isCloseTo(0.8413447f, within(1e-6f));
    assertThat(given[1]).isCloseTo(0.8413447f, within(1e-6f));
    assertThat(Call.microsoft("FastGelu").on(input).floats()[1])
        .isCloseTo(0.8411920f, within(1e-6f));
    assertThat(Call.microsoft("QuickGelu").on(input).floats()[1])
        .isCloseTo((float) (1 / (1 + Math.exp(-1.702))), within(1e-6f));
  }

  @Test
  void empty_staysEmpty() {
    NdArray empty = NdArray.zeros(ElementType.FLOAT16, Shape.of(2, 0));
    assertThat(Call.of("Tanh", 13).on(empty)).hasToString("float16[2,0]");
    assertThat(Call.of("Softmax", 13).on(empty)).hasToString("float16[2,0]");
    assertThat(Call.of("Clip", 13).on(empty)).hasToString("float16[2,0]");
  }
}
