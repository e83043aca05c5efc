package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;

/**
 * An array seen as rows: the elements that differ only along some axes. The rows are numbered in
 * the order of the other axes, the elements of a row in that of its own.
 */
final class Rows {
  private final Object data;
  private final int[] starts;
  private final int[] steps;

  private Rows(NdArray array, int[] starts, int[] steps) {
    this.data = data(array);
    this.starts = starts;
    this.steps = steps;
  }

  private static Object data(NdArray array) {
    if (array.elementType() == ElementType.STRING) {
      return array.strings();
    } else if (!array.isFloat()) {
      return array.longs();
    }
    return array.elementType() == ElementType.FLOAT64 ? array.doubles() : array.floats();
  }

  static Rows along(NdArray array, boolean[] axes) {
    return new Rows(array, places(array.shape(), axes, false), places(array.shape(), axes, true));
  }

  static Rows along(NdArray array, int axis) {
    boolean[] axes = new boolean[array.rank()];
    axes[axis] = true;
    return along(array, axes);
  }

  /** Where all elements are whose indices are zero along the axes that are not taken. */
  private static int[] places(Shape shape, boolean[] axes, boolean taken) {
    long[] dims = shape.dims();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = axes[axis] == taken ? dims[axis] : 1;
    }
    return Strides.places(Shape.of(dims), Strides.of(shape), 0);
  }

  /** The number of rows. */
  int count() {
    return starts.length;
  }

  /** The number of elements of each row. */
  int length() {
    return steps.length;
  }

  /** The place in the array of an element of a row. */
  int place(int row, int index) {
    return starts[row] + steps[index];
  }

  /** Copies a row of any type of number, a uint64 as if it had a sign. */
  void read(int row, double[] to) {
    int start = starts[row];
    if (data instanceof float[] from) {
      for (int i = 0; i < to.length; i++) {
        to[i] = from[start + steps[i]];
      }
    } else if (data instanceof double[] from) {
      for (int i = 0; i < to.length; i++) {
        to[i] = from[start + steps[i]];
      }
    } else {
      for (int i = 0; i < to.length; i++) {
        to[i] = (double) ((long[]) data)[start + steps[i]];
      }
    }
  }

  /** Copies a row of integers or bools. */
  void read(int row, long[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = ((long[]) data)[starts[row] + steps[i]];
    }
  }
}
