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
}
