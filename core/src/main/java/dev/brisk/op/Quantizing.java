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
    NdArray quotients = quotients(numbers, precision);
    return type.isFloat()
        ? Casting.to(type, quotients, saturates)
        : rounded(quotients, numbers.zeros(), numbers.places(), type);
  }

  private static NdArray quotients(Quantized numbers, ElementType precision) {
    float[] values = numbers.codes().floats();
    float[] scales = numbers.scales().floats();
    int[] places = numbers.places();
    float[] quotients = new float[values.length];
    if (places == null) {
      float scale = scales[0];
      for (int i = 0; i < quotients.length; i++) {
        quotients[i] = values[i] / scale;
      }
    } else {
      for (int i = 0; i < quotients.length; i++) {
        quotients[i] = values[i] / scales[places[i]];
      }
    }
    boolean narrow = precision == ElementType.FLOAT16 || precision == ElementType.BFLOAT16;
    ElementType kept = narrow ? precision : ElementType.FLOAT32;
    NdArray rounded = NdArray.of(kept, numbers.codes().shape(), quotients);
    return NdArray.of(ElementType.FLOAT32, rounded.shape(), rounded.floats());
  }

  private static NdArray rounded(
      NdArray quotients, @Nullable NdArray zeros, int @Nullable [] places, ElementType type) {
    Saturation saturation = Saturation.of(type);
    float[] values = quotients.floats();
    int[] codes = new int[values.length];
    int[] zero = zeros == null ? null : zeros.ints();
    if (zero == null || places == null) {
      int same = zero == null ? 0 : zero[0];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = saturation.code(values[i], same);
      }
    } else {
      for (int i = 0; i < codes.length; i++) {
        codes[i] = saturation.code(values[i], zero[places[i]]);
      }
    }
    return NdArray.of(type, quotients.shape(), codes);
  }
}
