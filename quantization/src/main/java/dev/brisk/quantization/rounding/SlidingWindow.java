package dev.brisk.quantization.rounding;

import dev.brisk.Shape;
import dev.brisk.graph.Attributes;
import java.util.Arrays;

/**
 * The places in a plane that a convolution's kernel lies on.
 *
 * @param kernel its size along each spatial axis
 * @param strides by how much it moves
 * @param dilations the distance between its places
 * @param pads the padding before each axis, then after each
 * @param autoPad how the padding is found where it is not given
 * @param groups the number of groups of channels
 */
@SuppressWarnings("ArrayRecordComponent") // Not handed on.
record SlidingWindow(
    long[] kernel, long[] strides, long[] dilations, long[] pads, String autoPad, int groups) {

  static SlidingWindow of(Attributes attributes, Shape weights) {
    long[] kernel = Arrays.copyOfRange(weights.dims(), 2, weights.rank());
    return new SlidingWindow(
        kernel,
        given(attributes, "strides", kernel.length, 1),
        given(attributes, "dilations", kernel.length, 1),
        given(attributes, "pads", 2 * kernel.length, 0),
        attributes.stringOr("auto_pad", "NOTSET"),
        Math.toIntExact(attributes.intOr("group", 1)));
  }

  private static long[] given(Attributes attributes, String name, int size, long absent) {
    long[] values = attributes.ints(name);
    if (values == null) {
      values = new long[size];
      Arrays.fill(values, absent);
    }
    return values;
  }

  /** The number of places in the kernel. */
  int taps() {
    return (int) Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
  }

  /** The number of positions on a plane of a batch of planes by channel. */
  long positions(Shape input) {
    long positions = 1;
    for (int axis = 0; axis < kernel.length; axis++) {
      positions *= positions(input.dim(axis + 2), axis);
    }
    return positions;
  }

  /** Where in the plane each place of the kernel lies at a position; -1 in the padding. */
  int[] offsets(Shape input, long position) {
    int[] offsets = new int[taps()];
    for (int tap = 0; tap < offsets.length; tap++) {
      long place = tap;
      long rest = position;
      long stride = 1;
      long offset = 0;
      for (int axis = kernel.length - 1; axis >= 0; axis--) {
        long size = input.dim(axis + 2);
        long steps = positions(size, axis);
        long at =
            rest % steps * strides[axis]
                + place % kernel[axis] * dilations[axis]
                - before(size, axis);
        offset = at < 0 || at >= size || offset < 0 ? -1 : offset + at * stride;
        place /= kernel[axis];
        rest /= steps;
        stride *= size;
      }
      offsets[tap] = Math.toIntExact(offset);
    }
    return offsets;
  }

  private boolean same() {
    return autoPad.startsWith("SAME");
  }

  private long extent(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  private long positions(long size, int axis) {
    if (same()) {
      return -Math.floorDiv(-size, strides[axis]);
    }
    long padding = autoPad.equals("NOTSET") ? pads[axis] + pads[axis + kernel.length] : 0;
    return (size + padding - extent(axis)) / strides[axis] + 1;
  }

  private long before(long size, int axis) {
    if (!same()) {
      return autoPad.equals("NOTSET") ? pads[axis] : 0;
    }
    long whole = (positions(size, axis) - 1) * strides[axis] + extent(axis);
    long padding = Math.max(0, whole - size);
    return autoPad.equals("SAME_UPPER") ? padding / 2 : padding - padding / 2;
  }
}
