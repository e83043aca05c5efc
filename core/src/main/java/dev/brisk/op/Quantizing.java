package dev.brisk.op;

import dev.brisk.ElementType;
import org.jspecify.annotations.Nullable;

/** Numbers made codes of a scale and a zero point. */
final class Quantizing {
  private Quantizing() {}

  /** The codes of numbers that all have one scale and one zero point, of whose type they become. */
  static NdArray codes(NdArray numbers, NdArray scale, NdArray zero) {
    return codes(Quantized.of(numbers, scale, zero), zero.elementType(), ElementType.FLOAT32, true);
  }

  /**
   * The codes of numbers.
   *
   * @param numbers the numbers in place of their codes, with the scales and zero points to use
   * @param precision what the quotients of numbers and scales are rounded to first
   * @param saturates see {@link Casting}; integers always do
   */
  static NdArray codes(
      Quantized numbers, ElementType type, ElementType precision, boolean saturates) {
    boolean narrow = precision == ElementType.FLOAT16 || precision == ElementType.BFLOAT16;
    if (type.isFloat() || narrow || numbers.places() != null) {
      NdArray quotients = quotients(numbers, narrow ? precision : ElementType.FLOAT32);
      return type.isFloat()
          ? Casting.to(type, quotients, saturates)
          : rounded(quotients, numbers.zeros(), numbers.places(), type);
    }
    NdArray zeros = numbers.zeros();
    float scale = numbers.scales().floats()[0];
    return codes(numbers.codes(), scale, zeros == null ? 0 : zeros.ints()[0], type);
  }

  private static NdArray codes(NdArray numbers, float scale, int zero, ElementType type) {
    Saturation saturation = Saturation.of(type);
    float[] values = numbers.floats();
    int[] codes = new int[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = saturation.code(values[i] / scale, zero);
    }
    return NdArray.of(type, numbers.shape(), codes);
  }

  private static NdArray quotients(Quantized numbers, ElementType precision) {
    float[] values = numbers.codes().floats();
    float[] scales = numbers.scales().floats();
    int[] places = numbers.places();
    float[] quotients = new float[values.length];
    for (int i = 0; i < quotients.length; i++) {
      quotients[i] = values[i] / scales[places == null ? 0 : places[i]];
    }
    NdArray rounded = NdArray.of(precision, numbers.codes().shape(), quotients);
    return NdArray.of(ElementType.FLOAT32, rounded.shape(), rounded.floats());
  }

  private static NdArray rounded(
      NdArray quotients, @Nullable NdArray zeros, int @Nullable [] places, ElementType type) {
    Saturation saturation = Saturation.of(type);
    float[] values = quotients.floats();
    int[] zero = zeros == null ? null : zeros.ints();
    int[] codes = new int[values.length];
    for (int i = 0; i < codes.length; i++) {
      int own = zero == null ? 0 : zero[places == null ? 0 : places[i]];
      codes[i] = saturation.code(values[i], own);
    }
    return NdArray.of(type, quotients.shape(), codes);
  }
}
