package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attributes;
import java.util.Arrays;

/** A window that slides over the spatial axes: the kernel of a convolution or of a pool. */
final class Window {
  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] pads; // before each axis, then after each
  private final String autoPad;
  private final boolean ceil;

  private Window(Attributes attributes, long[] kernel) {
    int rank = kernel.length;
    this.kernel = kernel;
    strides = sized("strides", attributes, rank, 1);
    dilations = sized("dilations", attributes, rank, 1);
    pads = sized("pads", attributes, 2 * rank, 0);
    autoPad = attributes.stringOr("auto_pad", "NOTSET");
    ceil = attributes.intOr("ceil_mode", 0) != 0;
  }

  static Window of(Attributes attributes, long[] kernel) {
    return new Window(attributes, kernel);
  }

  /** The kernel's shape by the attribute, else that of the weights, whose first two axes go. */
  static long[] kernel(Attributes attributes, Shape weights) {
    long[] given = attributes.ints("kernel_shape");
    return given != null ? given : Arrays.copyOfRange(weights.dims(), 2, weights.rank());
  }

  private static long[] sized(String name, Attributes attributes, int size, long absent) {
    long[] values = attributes.ints(name);
    if (values == null) {
      values = new long[size];
      Arrays.fill(values, absent);
    } else if (values.length != size) {
      throw new InvalidModelException(
          "Attribute '" + name + "' must have " + size + " elements, but has " + values.length);
    }
    return values;
  }

  int rank() {
    return kernel.length;
  }

  /** The extent of the kernel along an axis, the gaps included. */
  long extent(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  /** The number of positions along an axis of the given size. */
  Dim positions(Dim size, int axis) {
    boolean same = autoPad.startsWith("SAME");
    long padding = autoPad.equals("NOTSET") ? pads[axis] + pads[axis + rank()] : 0;
    if (!size.known()) {
      boolean keeps = strides[axis] == 1 && (same || padding == extent(axis) - 1);
      return keeps ? size : Dim.UNKNOWN;
    } else if (same) {
      return Dim.of(-Math.floorDiv(-size.value(), strides[axis]));
    }
    long room = size.value() + padding - extent(axis);
    if (room < 0) {
      throw new InvalidModelException(
          "A window of extent %d does not fit a padded size of %d"
              .formatted(extent(axis), size.value() + padding));
    }
    return Dim.of(ceil ? ceiling(room, size.value(), axis) : room / strides[axis] + 1);
  }

  /** The last window must still begin within the input or the padding before it. */
  private long ceiling(long room, long size, int axis) {
    long before = autoPad.equals("NOTSET") ? pads[axis] : 0;
    long positions = -Math.floorDiv(-room, strides[axis]) + 1;
    return (positions - 1) * strides[axis] >= size + before ? positions - 1 : positions;
  }

  /** The size that a transposed convolution gives along an axis. */
  Dim spread(Dim size, int axis, long outputPadding) {
    if (!size.known()) {
      return Dim.UNKNOWN;
    } else if (autoPad.startsWith("SAME")) {
      return Dim.of(size.value() * strides[axis]);
    }
    long padding = autoPad.equals("NOTSET") ? pads[axis] + pads[axis + rank()] : 0;
    return Dim.of(strides[axis] * (size.value() - 1) + outputPadding + extent(axis) - padding);
  }
}
