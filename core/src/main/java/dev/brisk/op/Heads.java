package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Features of several heads, side by side in rows or apart. */
final class Heads {
  private Heads() {}

  /** As (batch, heads, steps, size), from that or from (batch, steps, heads * size). */
  static NdArray apart(NdArray array, long heads) {
    if (array.rank() == 4) {
      return array;
    } else if (array.rank() != 3 || heads < 1 || array.dim(2) % heads != 0) {
      throw new InvalidInputException(
          "An input of 3 axes, the last for %d heads, or of 4 is needed, but it is %s"
              .formatted(heads, array));
    }
    NdArray split = array.reshape(array.dim(0), array.dim(1), heads, array.dim(2) / heads);
    return Transpose.transposed(split, 0, 2, 1, 3);
  }

  /** As (batch, steps, heads * size), from (batch, heads, steps, size). */
  static NdArray together(NdArray array) {
    NdArray rows = Transpose.transposed(array, 0, 2, 1, 3);
    return rows.reshape(array.dim(0), array.dim(2), (long) array.dim(1) * array.dim(3));
  }

  /** The steps of one array after those of another, both as (batch, heads, steps, size). */
  static NdArray after(NdArray first, NdArray second) {
    int rows = first.dim(0) * first.dim(1);
    NdArray[] parts = new NdArray[2 * rows];
    int one = first.dim(2) * first.dim(3);
    int other = second.dim(2) * second.dim(3);
    for (int row = 0; row < rows; row++) {
      parts[2 * row] = first.slice(row * one, one);
      parts[2 * row + 1] = second.slice(row * other, other);
    }
    long steps = (long) first.dim(2) + second.dim(2);
    return rows == 0 ? first : NdArray.join(parts).reshape(first.shape().withDim(2, steps));
  }

  /** One of several things that stand side by side along the axis before the last, without it. */
  static NdArray packed(NdArray array, int which) {
    int size = array.dim(array.rank() - 1);
    int things = array.dim(array.rank() - 2);
    NdArray[] parts = new NdArray[size * things == 0 ? 0 : array.size() / size / things];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = array.slice((i * things + which) * size, size);
    }
    long[] dims = Arrays.copyOf(array.shape().dims(), array.rank() - 1);
    dims[dims.length - 1] = size;
    Shape shape = Shape.of(dims);
    return parts.length == 0
        ? NdArray.zeros(array.elementType(), shape)
        : NdArray.join(parts).reshape(shape);
  }

  /** A stretch of the last axis. */
  static NdArray columns(NdArray array, int from, int count) {
    int width = array.dim(array.rank() - 1);
    Shape shape = array.shape().withDim(array.rank() - 1, count);
    int[] places = new int[Math.toIntExact(shape.elements())];
    for (int i = 0; i < places.length; i++) {
      places[i] = i / count * width + from + i % count;
    }
    return array.take(shape, places);
  }

  /** An array with a bias added along the last axis. */
  static NdArray biased(NdArray array, @Nullable NdArray bias, int from) {
    if (bias == null) {
      return array;
    }
    double[] added = array.doubles().clone();
    double[] biases = bias.doubles();
    int width = array.dim(array.rank() - 1);
    for (int i = 0; i < added.length; i++) {
      added[i] += biases[from + i % width];
    }
    return NdArray.of(array.elementType(), array.shape(), added);
  }
}
