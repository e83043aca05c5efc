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

  private Window(long[] kernel, long[] strides, long[] dilations, long[] pads) {
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.pads = pads;
    autoPad = "NOTSET";
    ceil = false;
  }

  static Window of(Attributes attributes, long[] kernel) {
    return new Window(attributes, kernel);
  }

  /** The kernel's shape: that of the weights, whose first two axes go. */
  static long[] kernel(Attributes attributes, Shape weights) {
    long[] kernel = Arrays.copyOfRange(weights.dims(), 2, weights.rank());
    long[] given = attributes.ints("kernel_shape");
    if (given != null && !Arrays.equals(given, kernel)) {
      throw new InvalidModelException(
          "Attribute 'kernel_shape' must be that of the weights %s, but is %s"
              .formatted(weights, Arrays.toString(given)));
    }
    return kernel;
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

  /**
   * Along one axis, for each place in the kernel and each position, the place in the input that
   * meet there, be it in the padding.
   */
  long[] starts(int axis, long size, long positions) {
    long[] starts = new long[Math.toIntExact(kernel[axis] * positions)];
    long before = before(axis, size, positions);
    for (int i = 0; i < starts.length; i++) {
      long tap = i / positions;
      starts[i] = i % positions * strides[axis] + tap * dilations[axis] - before;
    }
    return starts;
  }

  /**
   * The same window for a transposed convolution, with the padding that makes the output as asked.
   *
   * @param input the spatial sizes of its input
   * @param output the spatial sizes of its output
   * @param asked whether the output's sizes were asked for
   */
  Window spreading(long[] input, long[] output, long[] outputPadding, boolean asked) {
    if (!asked && !autoPad.startsWith("SAME")) {
      return this;
    }
    long[] padding = new long[2 * rank()];
    for (int axis = 0; axis < rank(); axis++) {
      long whole = strides[axis] * (input[axis] - 1) + outputPadding[axis] + extent(axis);
      long cut = Math.max(0, whole - output[axis]);
      padding[axis] = autoPad.equals("SAME_UPPER") ? cut / 2 : cut - cut / 2;
      padding[axis + rank()] = cut - padding[axis];
    }
    return new Window(kernel, strides, dilations, padding);
  }

  /** Its size along each spatial axis. */
  long[] kernel() {
    return kernel.clone();
  }

  /**
   * For each place in the kernel, and for each of the output's positions, the place in a channel of
   * the input that meet there; -1 in the padding.
   *
   * @param input the spatial sizes of the input
   * @param output the spatial sizes of the output
   */
  int[] places(long[] input, long[] output) {
    int[] places = {0};
    for (int axis = 0; axis < kernel.length; axis++) {
      places = extended(places, axis, input, output);
    }
    return places;
  }

  /** Places over one axis more: by kernel place, then by position, the last axis changing first. */
  private int[] extended(int[] before, int axis, long[] input, long[] output) {
    int size = (int) input[axis];
    int positions = (int) output[axis];
    int taps = (int) kernel[axis];
    int outerTaps = 1;
    for (int i = 0; i < axis; i++) {
      outerTaps *= (int) kernel[i];
    }
    int outer = before.length / outerTaps;
    int[] places = new int[Math.multiplyExact(before.length, taps * positions)];
    int made = 0;
    long start = before(axis, input[axis], output[axis]);
    for (int outerTap = 0; outerTap < outerTaps; outerTap++) {
      for (int tap = 0; tap < taps; tap++) {
        for (int i = 0; i < outer; i++) {
          int row = before[outerTap * outer + i];
          for (int position = 0; position < positions; position++) {
            long at = position * strides[axis] + tap * dilations[axis] - start;
            places[made++] = row < 0 || at < 0 || at >= size ? -1 : row * size + (int) at;
          }
        }
      }
    }
    return places;
  }

  /**
   * How many places of the kernel lie within the input or its padding, for each of the positions:
   * not those that rounding up the number of positions makes.
   *
   * @param input the spatial sizes of the input
   * @param output the spatial sizes of the output
   */
  int[] covered(long[] input, long[] output) {
    int[] covered = {1};
    for (int axis = 0; axis < kernel.length; axis++) {
      int[] along = new int[Math.multiplyExact(covered.length, (int) output[axis])];
      for (int i = 0; i < along.length; i++) {
        int position = i % (int) output[axis];
        along[i] = covered[i / (int) output[axis]] * covered(axis, position, input, output);
      }
      covered = along;
    }
    return covered;
  }

  private int covered(int axis, int position, long[] input, long[] output) {
    boolean given = autoPad.equals("NOTSET");
    long padded = input[axis] + (given ? pads[axis] + pads[axis + rank()] : 0);
    if (autoPad.startsWith("SAME")) {
      padded = Math.max(padded, (output[axis] - 1) * strides[axis] + extent(axis));
    }
    long room = padded - position * strides[axis] - 1;
    return (int) Math.max(0, Math.min(kernel[axis], Math.floorDiv(room, dilations[axis]) + 1));
  }

  /** How much is added before an axis. */
  long before(int axis, long size, long positions) {
    if (autoPad.equals("NOTSET")) {
      return pads[axis];
    } else if (!autoPad.startsWith("SAME")) {
      return 0;
    }
    long padding = Math.max(0, (positions - 1) * strides[axis] + extent(axis) - size);
    return autoPad.equals("SAME_UPPER") ? padding / 2 : padding - padding / 2;
  }
}
