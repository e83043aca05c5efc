package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Codes with their scales and zero points: a code stands for the scale times what the code is above
 * the zero point.
 */
final class Quantized {
  private final NdArray codes;
  private final NdArray scales;
  private final @Nullable NdArray zeros;
  private final int @Nullable [] places;

  private Quantized(
      NdArray codes, NdArray scales, @Nullable NdArray zeros, int @Nullable [] places) {
    this.codes = codes;
    this.scales = scales;
    this.zeros = zeros;
    this.places = places;
  }

  /** Codes that all have one scale, at an input of a node, and one zero point, at the next two. */
  static Quantized at(Evaluation node, int input) {
    return of(node.array(input), node.array(input + 1), node.arrayOrNull(input + 2));
  }

  /** Codes that all have one scale and one zero point. */
  static Quantized of(NdArray codes, NdArray scale, @Nullable NdArray zero) {
    requireOne(scale);
    if (zero != null) {
      requireOne(zero);
    }
    return new Quantized(codes, scale, zero, null);
  }

  /** Codes of which each slice along an axis, or each block along it, has a scale of its own. */
  static Quantized of(
      NdArray codes, NdArray scales, @Nullable NdArray zeros, long axis, long blockSize) {
    if (scales.size() == 1 && blockSize == 0) {
      return of(codes, scales, zeros);
    }
    requireAsMany(scales, zeros);
    int[] places = Scales.places(codes.shape(), scales.shape(), axis, blockSize);
    return new Quantized(codes, scales, zeros, places);
  }

  /** The codes: integers, or floats of at most 8 bits. */
  NdArray codes() {
    return codes;
  }

  /** One scale for all, or as many as {@link #places} tells apart. */
  NdArray scales() {
    return scales;
  }

  /** As many as there are scales; null where all are zero. */
  @Nullable NdArray zeros() {
    return zeros;
  }

  /** For each code the place of its scale and zero point; null where all have the first. */
  int @Nullable [] places() {
    return places;
  }

  /** The numbers that the codes stand for, computed as floats. */
  NdArray numbers(ElementType type) {
    float[] factors = scales.floats();
    float[] numbers = new float[codes.size()];
    if (codes.isFloat()) {
      float[] values = codes.floats();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = values[i] * factors[place(i)];
      }
      return NdArray.of(type, codes.shape(), numbers);
    }
    int[] values = codes.ints();
    int[] zero = zeros == null ? new int[scales.size()] : zeros.ints();
    if (places == null) {
      fill(numbers, values, zero[0], factors[0]);
    } else {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (values[i] - zero[places[i]]) * factors[places[i]];
      }
    }
    return NdArray.of(type, codes.shape(), numbers);
  }

  private static void fill(float[] numbers, int[] codes, int zero, float scale) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (codes[i] - zero) * scale;
    }
  }

  private int place(int index) {
    return places == null ? 0 : places[index];
  }

  /** The codes less their zero points, for products of integers. */
  NdArray centered() {
    return centered(codes, zeros, 0);
  }

  /**
   * Integers less their zero points, as 32-bit ones.
   *
   * @param zeros one for all, a vector along the axis, or an array that stretches to the codes
   */
  static NdArray centered(NdArray codes, @Nullable NdArray zeros, int axis) {
    int[] values = codes.ints();
    if (zeros == null) {
      return NdArray.of(ElementType.INT32, codes.shape(), values.clone());
    }
    int[] zero = zeros.ints();
    int[] centered = new int[values.length];
    if (zero.length == 1) {
      int same = zero[0];
      for (int i = 0; i < centered.length; i++) {
        centered[i] = values[i] - same;
      }
    } else {
      int[] places = stretched(zeros.shape(), codes.shape(), axis);
      for (int i = 0; i < centered.length; i++) {
        centered[i] = values[i] - zero[places[i]];
      }
    }
    return NdArray.of(ElementType.INT32, codes.shape(), centered);
  }

  /** For each element of an array the place of what belongs to it in a vector along an axis. */
  static int[] stretched(Shape own, Shape to, int axis) {
    return own.rank() == 1 ? Scales.places(to, own, axis, 0) : Strides.stretched(own, to);
  }

  private static void requireOne(NdArray scale) {
    if (scale.size() != 1) {
      throw new InvalidInputException(
          "One scale and one zero point are needed, but there are " + scale.size());
    }
  }

  private static void requireAsMany(NdArray scales, @Nullable NdArray zeros) {
    if (zeros != null && zeros.size() != scales.size()) {
      throw new InvalidInputException(
          "There must be as many zero points as scales, but there are %d and %d"
              .formatted(zeros.size(), scales.size()));
    }
  }
}
