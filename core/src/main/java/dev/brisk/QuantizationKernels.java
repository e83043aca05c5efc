package dev.brisk;

import dev.brisk.internal.kernels.Kernels;
import dev.brisk.spi.QuantizationKernelsProvider;

/**
 * Converts arrays between float32 and the narrow types of quantized models. All implementations
 * give the same bits; they differ in speed alone. Thread-safe and stateless: nothing is kept, and
 * the arrays stay the caller's.
 *
 * <p>Integer codes lie on a line: {@code value = (code - zeroPoint) * scale}. A number is divided
 * by the scale in float32, rounded half to even, moved by the zero point and saturated, as ONNX's
 * QuantizeLinear has it; NaN gets the code of zero. The types of 4 bits have two codes in a byte,
 * the first in the lower half; an odd last one leaves the upper half 0.
 *
 * <p>All methods throw {@link IndexOutOfBoundsException} where an array is too short, and {@link
 * InvalidInputException} for an element type that they do not take, a scale that is not positive
 * and finite, a zero point that is no code, or arrays of channels that are not whole rows of one
 * length; nothing has been written then.
 *
 * @see QuantizationKernelsProvider
 */
public interface QuantizationKernels {
  /**
   * The fastest here: those of the highest priority that prove equal to the scalar ones on numbers
   * chosen to tell them apart. Found and proven once.
   */
  static QuantizationKernels best() {
    return Kernels.best();
  }

  /** What they are called: lower-case letters, digits and dashes. */
  String name();

  /**
   * Gives numbers their codes.
   *
   * @param type of the codes: {@code INT8}, {@code UINT8}, {@code INT4} or {@code UINT4}
   * @param from where the numbers begin
   * @param to the byte where the codes begin
   * @param count the number of numbers
   */
  void quantize(
      ElementType type,
      float[] values,
      int from,
      byte[] codes,
      int to,
      int count,
      float scale,
      int zeroPoint);

  /**
   * Gives the numbers of codes.
   *
   * @param type of the codes: {@code INT8}, {@code UINT8}, {@code INT4} or {@code UINT4}
   * @param from the byte where the codes begin
   * @param to where the numbers begin
   * @param count the number of numbers
   */
  void dequantize(
      ElementType type,
      byte[] codes,
      int from,
      float[] values,
      int to,
      int count,
      float scale,
      int zeroPoint);

  /**
   * Gives numbers their codes, each channel on a line of its own. The arrays hold a row-major
   * tensor of three dimensions: some outer ones, the channels, some inner ones.
   *
   * @param type of the codes: {@code INT8} or {@code UINT8}
   * @param inner the product of the dimensions after the channels, 1 or more
   * @param scales for each channel
   * @param zeroPoints for each channel
   */
  void quantizeChannels(
      ElementType type, float[] values, byte[] codes, int inner, float[] scales, int[] zeroPoints);

  /**
   * Gives the numbers of codes, each channel on a line of its own, as {@link #quantizeChannels} has
   * it.
   */
  void dequantizeChannels(
      ElementType type, byte[] codes, float[] values, int inner, float[] scales, int[] zeroPoints);

  /**
   * Rounds numbers to the nearest of 16 bits, ties to even; infinity beyond the range, NaN of NaN.
   *
   * @param type {@code FLOAT16} or {@code BFLOAT16}
   */
  void narrow(ElementType type, float[] values, int from, short[] halves, int to, int count);

  /**
   * Gives the float32 equal to each number of 16 bits.
   *
   * @param type {@code FLOAT16} or {@code BFLOAT16}
   */
  void widen(ElementType type, short[] halves, int from, float[] values, int to, int count);
}
