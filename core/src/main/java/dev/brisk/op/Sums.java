package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Integer sums of products of codes, in units of the product of a left and a right scale. Scales
 * are single, or a vector along an axis of the sums, or stretch to them.
 */
final class Sums {
  private final NdArray sums;
  private final float[] left;
  private final int @Nullable [] leftPlaces;
  private final float[] right;
  private final int @Nullable [] rightPlaces;
  private final int leftAxis;

  private Sums(NdArray sums, NdArray left, int leftAxis, NdArray right, int rightAxis) {
    this.sums = sums;
    this.left = left.floats();
    this.leftPlaces = places(left, sums.shape(), leftAxis);
    this.right = right.floats();
    this.rightPlaces = places(right, sums.shape(), rightAxis);
    this.leftAxis = leftAxis;
  }

  /** Sums of a convolution: the left scale is single, the right ones may be along channels. */
  static Sums ofChannels(NdArray sums, NdArray left, NdArray right) {
    return new Sums(sums, left, 0, right, 1);
  }

  /** Sums of matrix products: left scales may be along rows, right ones along columns. */
  static Sums ofMatrices(NdArray sums, NdArray left, NdArray right) {
    int rank = sums.rank();
    return new Sums(sums, left, Math.max(0, rank - 2), right, Math.max(0, rank - 1));
  }

  private static int @Nullable [] places(NdArray scales, Shape shape, int axis) {
    return scales.size() == 1 ? null : Quantized.stretched(scales.shape(), shape, axis);
  }

  private float factor(int index) {
    float of = leftPlaces == null ? left[0] : left[leftPlaces[index]];
    return of * (rightPlaces == null ? right[0] : right[rightPlaces[index]]);
  }

  /** As codes of another scale and zero point, of whose type they become. */
  NdArray codes(NdArray scale, NdArray zero) {
    Saturation saturation = Saturation.of(zero.elementType());
    int[] places = places(scale, sums.shape(), leftAxis);
    float[] scales = scale.floats();
    int[] zeros = zero.ints();
    int[] values = sums.ints();
    int[] codes = new int[values.length];
    if (places == null && leftPlaces == null && rightPlaces == null) {
      float factor = factor(0) / scales[0];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = saturation.code(values[i] * factor, zeros[0]);
      }
    } else {
      for (int i = 0; i < codes.length; i++) {
        int place = places == null ? 0 : places[i];
        float factor = factor(i) / scales[place];
        codes[i] = saturation.code(values[i] * factor, zeros[zeros.length == 1 ? 0 : place]);
      }
    }
    return NdArray.of(zero.elementType(), sums.shape(), codes);
  }

  /** As numbers. */
  NdArray numbers(ElementType type) {
    int[] values = sums.ints();
    float[] numbers = new float[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values[i] * factor(i);
    }
    return NdArray.of(type, sums.shape(), numbers);
  }

  /** As numbers, with a bias along the columns. */
  NdArray numbers(ElementType type, @Nullable NdArray bias) {
    if (bias == null || sums.size() == 0) {
      return numbers(type);
    }
    float[] numbers = numbers(ElementType.FLOAT32).floats().clone();
    float[] added = bias.floats();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += added[i % added.length];
    }
    return NdArray.of(type, sums.shape(), numbers);
  }
}
