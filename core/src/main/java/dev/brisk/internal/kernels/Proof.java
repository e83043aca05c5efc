package dev.brisk.internal.kernels;

import dev.brisk.ElementType;
import dev.brisk.QuantizationKernels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Compares two sets of kernels on numbers that are chosen to tell them apart. */
final class Proof {
  private static final List<ElementType> CODES =
      List.of(ElementType.INT8, ElementType.UINT8, ElementType.INT4, ElementType.UINT4);

  private static final List<ElementType> HALVES =
      List.of(ElementType.FLOAT16, ElementType.BFLOAT16);

  /** Where rounding, overflow and underflow begin, each taken with its neighbours and its sign. */
  private static final float[] BORDERS = {
    0,
    0x1p-25f,
    0x1p-24f,
    0x1.8p-24f,
    0x1p-14f,
    0.5f,
    1.5f,
    2.5f,
    126.5f,
    127.5f,
    128.5f,
    254.5f,
    255.5f,
    65504,
    65519.996f,
    65520,
    0x1.fep127f,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NaN,
    0x1.008p0f,
    0x1.018p0f,
    0x1.002p0f,
    0x1.006p0f,
    8388607.5f,
    1e9f
  };

  private final QuantizationKernels kernels;
  private final QuantizationKernels scalar;
  private final float[] values = values();

  private Proof(QuantizationKernels kernels, QuantizationKernels scalar) {
    this.kernels = kernels;
    this.scalar = scalar;
  }

  /** A sentence on where the kernels differ from the scalar ones; null if nowhere. */
  static @Nullable String difference(QuantizationKernels kernels, QuantizationKernels scalar) {
    Proof proof = new Proof(kernels, scalar);
    for (ElementType type : CODES) {
      if (!proof.codesEqual(type)) {
        return "kernels %s differ from scalar ones for %s".formatted(kernels.name(), type);
      }
    }
    for (ElementType type : HALVES) {
      if (!proof.halvesEqual(type)) {
        return "kernels %s differ from scalar ones for %s".formatted(kernels.name(), type);
      }
    }
    return null;
  }

  private static float[] values() {
    float[] all = new float[2 * 3 * BORDERS.length + 999];
    int n = 0;
    for (float border : BORDERS) {
      for (float near : new float[] {border, Math.nextUp(border), Math.nextDown(border)}) {
        all[n++] = near;
        all[n++] = -near;
      }
    }
    SplittableRandom random = new SplittableRandom(17);
    for (; n < all.length; n++) {
      all[n] =
          (n & 1) == 0
              ? Float.intBitsToFloat(random.nextInt())
              : (float) ((random.nextDouble() - 0.5) * 300);
    }
    return all;
  }

  private boolean codesEqual(ElementType type) {
    boolean unsigned = type == ElementType.UINT8 || type == ElementType.UINT4;
    int zeroPoint = unsigned ? 3 : -2;
    for (float scale : new float[] {1, 0.5f, 0.1f, 3.7f}) {
      byte[] codes = codes(kernels, type, scale, zeroPoint);
      if (!Arrays.equals(codes, codes(scalar, type, scale, zeroPoint))
          || !Arrays.equals(
              numbers(kernels, type, codes, scale, zeroPoint),
              numbers(scalar, type, codes, scale, zeroPoint))) {
        return false;
      }
    }
    return type.bits() < Byte.SIZE || (channelsEqual(type, 1) && channelsEqual(type, 31));
  }

  private byte[] codes(QuantizationKernels by, ElementType type, float scale, int zeroPoint) {
    byte[] codes = new byte[values.length];
    by.quantize(type, values, 1, codes, 1, values.length - 1, scale, zeroPoint);
    return codes;
  }

  private float[] numbers(
      QuantizationKernels by, ElementType type, byte[] codes, float scale, int zeroPoint) {
    float[] numbers = new float[values.length];
    by.dequantize(type, codes, 1, numbers, 1, values.length - 1, scale, zeroPoint);
    return numbers;
  }

  private boolean channelsEqual(ElementType type, int inner) {
    int channels = 19;
    float[] whole = Arrays.copyOf(values, values.length / (channels * inner) * channels * inner);
    float[] scales = new float[channels];
    int[] zeroPoints = new int[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = 0.3f + c;
      zeroPoints[c] = c;
    }
    byte[] codes = new byte[whole.length];
    byte[] expected = new byte[whole.length];
    kernels.quantizeChannels(type, whole, codes, inner, scales, zeroPoints);
    scalar.quantizeChannels(type, whole, expected, inner, scales, zeroPoints);
    float[] numbers = new float[whole.length];
    float[] exact = new float[whole.length];
    kernels.dequantizeChannels(type, codes, numbers, inner, scales, zeroPoints);
    scalar.dequantizeChannels(type, expected, exact, inner, scales, zeroPoints);
    return Arrays.equals(codes, expected) && Arrays.equals(numbers, exact);
  }

  private boolean halvesEqual(ElementType type) {
    short[] halves = new short[values.length];
    short[] expected = new short[values.length];
    kernels.narrow(type, values, 0, halves, 0, values.length);
    scalar.narrow(type, values, 0, expected, 0, values.length);
    if (!Arrays.equals(halves, expected)) {
      return false;
    }
    short[] every = new short[1 << Short.SIZE];
    for (int i = 0; i < every.length; i++) {
      every[i] = (short) i;
    }
    float[] numbers = new float[every.length];
    float[] exact = new float[every.length];
    kernels.widen(type, every, 0, numbers, 0, every.length);
    scalar.widen(type, every, 0, exact, 0, every.length);
    return bitsEqual(numbers, exact);
  }

  /** Equal to the bit, the payloads of NaNs included. */
  private static boolean bitsEqual(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }
}
