package dev.brisk.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.QuantizationKernels;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class KernelsTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  static Stream<QuantizationKernels> all() {
    return Kernels.all().stream();
  }

  @Test
  void theVectorApi_servesBeforeTheScalarKernels() {
    assertThat(Kernels.all())
        .extracting(QuantizationKernels::name)
        .containsExactly("vector", "scalar");
    assertThat(QuantizationKernels.best().name()).isEqualTo("vector");
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyKernel_equalsTheScalarOne(QuantizationKernels kernels) {
    assertThat(Proof.difference(kernels, new ScalarKernels())).isNull();
  }

  @Test
  void aKernelThatRoundsOtherwise_isToldApart() {
    assertThat(Proof.difference(new RoundingUp(), new ScalarKernels())).contains("int8");
  }

  @ParameterizedTest
  @MethodSource("all")
  void codes_areRoundedToEvenAndSaturated(QuantizationKernels kernels) {
    float[] values = {0.25f, 0.75f, -0.25f, -0.75f, 1e9f, -INFINITY, Float.NaN, 1, -1, 2};
    assertThat(quantize(kernels, ElementType.INT8, values, 0.5f, 1))
        .containsExactly(1, 3, 1, -1, 127, -128, 1, 3, -1, 5);
    assertThat(quantize(kernels, ElementType.UINT8, values, 0.5f, 1))
        .containsExactly(1, 3, 1, 0, 255, 0, 1, 3, 0, 5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void codesOfFourBits_arePackedLowBitsFirst(QuantizationKernels kernels) {
    byte[] codes = {9, 9, 9, 9};
    kernels.quantize(ElementType.INT4, new float[] {-1, 3, -100}, 0, codes, 1, 3, 1, 0);
    assertThat(codes).containsExactly(9, 0x3F, 0x08, 9);
    float[] values = new float[3];
    kernels.dequantize(ElementType.INT4, codes, 1, values, 0, 3, 2, 0);
    assertThat(values).containsExactly(-2, 6, -16);
    kernels.dequantize(ElementType.UINT4, codes, 1, values, 0, 3, 2, 8);
    assertThat(values).containsExactly(14, -10, 0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void manyCodesOfFourBits_comeBack(QuantizationKernels kernels) {
    float[] values = new float[4099];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7 % 16 - 8;
    }
    byte[] codes = new byte[2050];
    kernels.quantize(ElementType.INT4, values, 0, codes, 0, values.length, 1, 0);
    float[] back = new float[values.length];
    kernels.dequantize(ElementType.INT4, codes, 0, back, 0, values.length, 1, 0);
    assertThat(back).containsExactly(values);
  }

  @ParameterizedTest
  @MethodSource("all")
  void channels_haveLinesOfTheirOwn(QuantizationKernels kernels) {
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] scales = {1, 2};
    int[] zeroPoints = {0, 1};
    byte[] codes = new byte[8];
    kernels.quantizeChannels(ElementType.UINT8, values, codes, 1, scales, zeroPoints);
    assertThat(codes).containsExactly(1, 2, 3, 3, 5, 4, 7, 5);
    float[] back = new float[8];
    kernels.dequantizeChannels(ElementType.UINT8, codes, back, 1, scales, zeroPoints);
    assertThat(back).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    kernels.quantizeChannels(ElementType.UINT8, values, codes, 2, scales, zeroPoints);
    assertThat(codes).containsExactly(1, 2, 3, 3, 5, 6, 5, 5);
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void halves_comeBack(ElementType type) {
    QuantizationKernels kernels = QuantizationKernels.best();
    float[] values = {0, -0f, 1, -2.5f, INFINITY, -INFINITY, 0.15625f, Float.NaN, 96};
    short[] halves = new short[9];
    kernels.narrow(type, values, 0, halves, 0, 9);
    float[] back = new float[9];
    kernels.widen(type, halves, 0, back, 0, 9);
    assertThat(back).containsExactly(values);
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatDoesNotFit_isRefusedBeforeAnythingIsWritten(QuantizationKernels kernels) {
    float[] values = new float[4];
    byte[] codes = {7, 7, 7};
    assertThatThrownBy(() -> kernels.quantize(ElementType.INT8, values, 0, codes, 0, 4, 1, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> kernels.quantize(ElementType.INT8, values, 0, codes, 0, 3, 0, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A scale must be positive and finite, but is 0.0");
    assertThatThrownBy(() -> kernels.quantize(ElementType.UINT4, values, 0, codes, 0, 3, 1, 16))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The zero point of uint4 must be from 0 to 15, but is 16");
    assertThatThrownBy(() -> kernels.quantize(ElementType.INT32, values, 0, codes, 0, 3, 1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("int32 was asked for");
    assertThatThrownBy(
            () ->
                kernels.quantizeChannels(
                    ElementType.INT8, values, codes, 3, new float[] {1}, new int[1]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("4 values and 3 codes are not both whole rows of 1 channels of 3");
    assertThatThrownBy(() -> kernels.narrow(ElementType.INT8, values, 0, new short[4], 0, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("float16 or bfloat16");
    assertThat(codes).containsExactly(7, 7, 7);
  }

  private static List<Integer> quantize(
      QuantizationKernels kernels, ElementType type, float[] values, float scale, int zeroPoint) {
    byte[] codes = new byte[values.length];
    kernels.quantize(type, values, 0, codes, 0, values.length, scale, zeroPoint);
    return IntStream.range(0, codes.length)
        .mapToObj(i -> type == ElementType.UINT8 ? codes[i] & 0xFF : codes[i])
        .toList();
  }

  /** Rounds halves up. */
  private static final class RoundingUp extends ArrayKernels {
    private final ScalarKernels scalar = new ScalarKernels();

    @Override
    public String name() {
      return "rounding-up";
    }

    @Override
    protected void codes(
        float[] values,
        int from,
        byte[] codes,
        int to,
        int count,
        float scale,
        int zeroPoint,
        int lowest,
        int highest) {
      for (int i = 0; i < count; i++) {
        double steps = Math.floor(values[from + i] / scale + 0.5);
        codes[to + i] = (byte) Math.max(lowest, Math.min(highest, steps + zeroPoint));
      }
    }

    @Override
    protected void codes(
        float[] values,
        int from,
        byte[] codes,
        int count,
        float[] scales,
        int[] zeroPoints,
        int lowest,
        int highest) {
      scalar.codes(values, from, codes, count, scales, zeroPoints, lowest, highest);
    }

    @Override
    protected void numbers(
        byte[] codes,
        int from,
        float[] values,
        int to,
        int count,
        float scale,
        int zeroPoint,
        boolean signed) {
      scalar.numbers(codes, from, values, to, count, scale, zeroPoint, signed);
    }

    @Override
    protected void numbers(
        byte[] codes,
        int from,
        float[] values,
        int count,
        float[] scales,
        int[] zeroPoints,
        boolean signed) {
      scalar.numbers(codes, from, values, count, scales, zeroPoints, signed);
    }

    @Override
    protected void toFloat16(float[] values, int from, short[] halves, int to, int count) {
      scalar.toFloat16(values, from, halves, to, count);
    }

    @Override
    protected void toBfloat16(float[] values, int from, short[] halves, int to, int count) {
      scalar.toBfloat16(values, from, halves, to, count);
    }

    @Override
    protected void fromFloat16(short[] halves, int from, float[] values, int to, int count) {
      scalar.fromFloat16(halves, from, values, to, count);
    }

    @Override
    protected void fromBfloat16(short[] halves, int from, float[] values, int to, int count) {
      scalar.fromBfloat16(halves, from, values, to, count);
    }
  }
}
