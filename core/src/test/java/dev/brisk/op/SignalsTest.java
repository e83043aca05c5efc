package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transforms, windows and random numbers. */
final class SignalsTest {
  private static NdArray noise(long seed, long... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new Random(seed).doubles(shape.elements(), -1, 1).toArray();
    return NdArray.of(ElementType.FLOAT64, shape, values);
  }

  @ParameterizedTest(name = "length {0}, seed 5")
  @ValueSource(ints = {1, 2, 3, 8, 12, 64})
  void inverseTransform_undoesTheTransform(int length) {
    NdArray signal = noise(5, 2, length, 3, 2);
    NdArray axis = NdArray.scalar(ElementType.INT64, 1);
    NdArray spectrum = Call.of("DFT", 20).on(signal, null, axis);
    NdArray back = Call.of("DFT", 20, Attribute.of("inverse", 1L)).on(spectrum, null, axis);
    assertThat(back.doubles()).containsExactly(signal.doubles(), within(1e-12));
  }

  @ParameterizedTest(name = "length {0}, seed 6")
  @ValueSource(ints = {2, 7, 8, 10})
  void oneSidedTransform_isUndoneAtItsLength(int length) {
    NdArray signal = noise(6, 1, length, 1);
    NdArray axis = NdArray.scalar(ElementType.INT64, -2);
    Attribute oneSided = Attribute.of("onesided", 1L);
    NdArray half = Call.of("DFT", 20, oneSided).on(signal, null, axis);
    assertThat(half.shape()).isEqualTo(Shape.of(1, length / 2 + 1, 2));
    Call inverse = Call.of("DFT", 20, oneSided, Attribute.of("inverse", 1L));
    NdArray back = inverse.on(half, NdArray.scalar(ElementType.INT64, length), axis);
    assertThat(back.shape()).isEqualTo(signal.shape());
    assertThat(back.doubles()).containsExactly(signal.doubles(), within(1e-12));
  }

  @Test
  void transform_ofAnotherLength_cutsOrFills() {
    NdArray signal = noise(7, 1, 6, 1);
    Call dft = Call.of("DFT", 17);
    NdArray cut =
        NdArray.of(ElementType.FLOAT64, Shape.of(1, 4, 1), Arrays.copyOf(signal.doubles(), 4));
    NdArray four = NdArray.scalar(ElementType.INT64, 4);
    assertThat(dft.on(signal, four).doubles())
        .containsExactly(dft.on(cut).doubles(), within(1e-12));
    assertThatThrownBy(() -> Call.of("DFT", 17, Attribute.of("axis", 2L)).on(signal))
        .hasMessageContaining("The last axis, of complex numbers, is not transformed");
  }

  @Test
  void windows_ofFewElements_areDefined() {
    Call symmetric = Call.of("HannWindow", 17, Attribute.of("periodic", 0L));
    assertThat(symmetric.on(NdArray.scalar(ElementType.INT64, 1)).doubles()).containsExactly(0);
    assertThat(symmetric.on(NdArray.scalar(ElementType.INT64, 0)).size()).isZero();
    assertThatThrownBy(() -> symmetric.on(NdArray.scalar(ElementType.INT64, -1)))
        .hasMessageContaining("negative");
  }

  @Test
  void random_withASeed_repeats() {
    Attribute seed = Attribute.of("seed", 3.5f);
    Attribute shape = Attribute.of("shape", new long[] {50, 20});
    for (String type : new String[] {"RandomNormal", "RandomUniform"}) {
      Call call = Call.of(type, 22, seed, shape);
      assertThat(call.on().doubles()).containsExactly(call.on().doubles());
    }
    double[] normal = Call.of("RandomNormal", 22, seed, shape).on().doubles();
    assertThat(Arrays.stream(normal).average().orElseThrow()).isCloseTo(0, within(0.1));
    double[] uniform =
        Call.of("RandomUniformLike", 22, seed, Attribute.of("low", -2f), Attribute.of("high", 4f))
            .on(Call.floats(normal))
            .doubles();
    assertThat(Arrays.stream(uniform).average().orElseThrow()).isCloseTo(1, within(0.2));
    assertThat(Arrays.stream(uniform).allMatch(value -> value >= -2 && value < 4)).isTrue();
  }

  @Test
  void draws_followTheProbabilities() {
    Attribute seed = Attribute.of("seed", 1f);
    double[] certain = Call.of("Bernoulli", 22, seed).on(Call.floats(0, 1, 0, 1)).doubles();
    assertThat(certain).containsExactly(0, 1, 0, 1);
    NdArray logarithms = Call.floats(Shape.of(2, 3), -1e9, 5, -1e9, 2, 2, -1e9);
    NdArray drawn =
        Call.of("Multinomial", 22, seed, Attribute.of("sample_size", 200L)).on(logarithms);
    assertThat(drawn.shape()).isEqualTo(Shape.of(2, 200));
    assertThat(Arrays.stream(drawn.ints()).limit(200)).containsOnly(1);
    assertThat(Arrays.stream(drawn.ints()).skip(200).boxed()).contains(0, 1).doesNotContain(2);
  }
}
