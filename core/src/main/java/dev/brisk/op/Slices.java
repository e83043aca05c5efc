package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Arrays taken apart along an axis, and put together along a new one. */
final class Slices {
  private Slices() {}

  /** One slice of an array, without the axis. */
  static NdArray at(NdArray array, int axis, int index) {
    List<Dim> dims = Dim.list(array.shape());
    dims.remove(axis);
    int[] strides = Strides.of(array.shape());
    int start = strides[axis] * index;
    int[] others = new int[strides.length - 1];
    System.arraycopy(strides, 0, others, 0, axis);
    System.arraycopy(strides, axis + 1, others, axis, others.length - axis);
    Shape shape = Dim.shape(dims);
    return array.take(shape, Strides.places(shape, others, start));
  }

  /** So many slices of an array from one on, with the axis. */
  static NdArray of(NdArray array, int axis, int from, int count) {
    int[] strides = Strides.of(array.shape());
    Shape shape = array.shape().withDim(axis, count);
    return array.take(shape, Strides.places(shape, strides, strides[axis] * from));
  }

  /** Arrays of one shape, at least one, side by side along a new axis. */
  static NdArray stacked(List<? extends Datum> slices, long newAxis) {
    NdArray[] parts = new NdArray[slices.size()];
    Shape shape = array(slices.get(0)).shape();
    int axis = Axes.of(newAxis, shape.rank() + 1);
    List<Dim> dims = Dim.list(shape);
    dims.add(axis, Dim.of(1));
    for (int i = 0; i < parts.length; i++) {
      NdArray part = array(slices.get(i));
      if (!part.shape().equals(shape)) {
        throw new InvalidInputException(
            "Slices must have one shape, but are %s and %s".formatted(shape, part.shape()));
      }
      parts[i] = part.reshape(Dim.shape(dims));
    }
    dims.set(axis, Dim.of(parts.length));
    return Concat.joined(parts, axis, Dim.shape(dims));
  }

  /** What {@link #stacked} gives for no slices: what is declared of one tells type and shape. */
  static NdArray none(Value slice, long newAxis) {
    ElementType type = slice.elementType();
    if (type == null) {
      throw new InvalidModelException(
          "Nothing runs, and value '%s' does not declare its type".formatted(slice.name()));
    }
    Shape shape = slice.shape();
    List<Dim> dims = shape == null ? new ArrayList<>() : Dim.list(shape.withFree(0));
    dims.add(shape == null ? 0 : Axes.of(newAxis, shape.rank() + 1), Dim.of(0));
    return NdArray.zeros(type, Dim.shape(dims));
  }

  private static NdArray array(Datum datum) {
    if (datum instanceof NdArray array) {
      return array;
    }
    throw new InvalidInputException("Tensors are needed to be put together");
  }
}
