package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;

/**
 * Which of several scales (and zero points) each element of an array has: one for all, one for each
 * slice along an axis, or one for each block along an axis.
 */
final class Scales {
  private Scales() {}

  /**
   * For each element the place of its scale; null where all have the first.
   *
   * @param scales the shape of the scales: one element; a vector along the axis; or the array's
   *     shape, along the axis a scale for each block
   * @param axis may count from the end
   */
  static int[] places(Shape array, Shape scales, long axis, long blockSize) {
    int along = Axes.of(axis, array.rank());
    int[] own = Strides.of(scales);
    if (blockSize == 0) {
      if (scales.rank() != 1 || scales.dim(0) != array.dim(along)) {
        throw misfit(array, scales);
      }
      int[] strides = new int[array.rank()];
      strides[along] = own[0];
      return Strides.places(array, strides, 0);
    }
    return blocked(array, scales, along, blockSize);
  }

  private static int[] blocked(Shape array, Shape scales, int along, long blockSize) {
    if (scales.rank() != array.rank()) {
      throw misfit(array, scales);
    }
    for (int axis = 0; axis < array.rank(); axis++) {
      long size = array.dim(axis);
      if (scales.dim(axis) != (axis == along ? -Math.floorDiv(-size, blockSize) : size)) {
        throw misfit(array, scales);
      }
    }
    int inner = Strides.of(array)[along];
    int size = (int) array.dim(along);
    int blocks = (int) scales.dim(along);
    int[] places = new int[Math.toIntExact(array.elements())];
    for (int i = 0; i < places.length; i++) {
      int row = i / inner;
      int block = row % size / (int) blockSize;
      places[i] = (row / size * blocks + block) * inner + i % inner;
    }
    return places;
  }

  private static InvalidModelException misfit(Shape array, Shape scales) {
    return new InvalidModelException(
        "Scales of shape %s do not fit an array of shape %s".formatted(scales, array));
  }
}
