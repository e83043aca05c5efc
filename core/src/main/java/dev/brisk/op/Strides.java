package dev.brisk.op;

import dev.brisk.Shape;

/** Places of elements in row-major tensors. */
final class Strides {
  private Strides() {}

  /** How far apart neighbours along each axis are. */
  static int[] of(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= (int) shape.dim(axis);
    }
    return strides;
  }

  /** For each element of a stretched tensor its place in the tensor before. */
  static int[] stretched(Shape from, Shape to) {
    int[] own = of(from);
    int[] strides = new int[to.rank()];
    int missing = to.rank() - from.rank();
    for (int axis = missing; axis < strides.length; axis++) {
      strides[axis] = from.dim(axis - missing) == 1 ? 0 : own[axis - missing];
    }
    return places(to, strides, 0);
  }

  /** For each element of a tensor of the given shape its place by other strides. */
  static int[] places(Shape shape, int[] strides, int start) {
    int[] places = new int[Math.toIntExact(shape.elements())];
    int[] index = new int[shape.rank()];
    int place = start;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      for (int axis = index.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++index[axis] < shape.dim(axis)) {
          break;
        }
        place -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return places;
  }

  /**
   * For each combination of indices, the last axis changing first, the place in a tensor.
   *
   * @param from the tensor's shape
   * @param indices those along each axis; negative for none
   * @param none the place of those of which one index is none
   */
  static int[] picked(Shape from, int[][] indices, int none) {
    int[] strides = of(from);
    int[] places = {0};
    for (int axis = 0; axis < indices.length; axis++) {
      int[] more = new int[Math.multiplyExact(places.length, indices[axis].length)];
      int made = 0;
      for (int place : places) {
        for (int index : indices[axis]) {
          more[made++] = place < 0 || index < 0 ? -1 : place + index * strides[axis];
        }
      }
      places = more;
    }
    for (int i = 0; i < places.length; i++) {
      places[i] = places[i] < 0 ? none : places[i];
    }
    return places;
  }
}
