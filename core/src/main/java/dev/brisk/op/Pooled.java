package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What a sliding window makes of the planes of an array [images, channels, spatial...]. */
final class Pooled {
  private final Evaluation node;
  private final NdArray input;
  private final Shape shape;
  private final Window window;
  private final double[] values;
  private final int plane;
  private final int positions;
  private final int[] places;

  private Pooled(Evaluation node, NdArray input, Shape shape, Window window) {
    this.node = node;
    this.input = input;
    this.shape = shape;
    this.window = window;
    values = input.doubles();
    plane = elements(input.shape());
    positions = elements(shape);
    places = window.places(spatial(input.shape()), spatial(shape));
  }

  /** The window that a node's attributes describe on an array, given the shape of the output. */
  static Pooled of(Evaluation node, NdArray input, Shape shape) {
    long[] kernel = node.attributes().ints("kernel_shape");
    if (kernel == null) {
      throw new InvalidInputException("Attribute 'kernel_shape' is needed, but left out");
    }
    return new Pooled(node, input, shape, Window.of(node.attributes(), kernel));
  }

  private static long[] spatial(Shape shape) {
    return Arrays.copyOfRange(shape.dims(), 2, shape.rank());
  }

  private static int elements(Shape shape) {
    return (int) Shape.of(spatial(shape)).elements();
  }

  private int planes() {
    return (int) (shape.dim(0) * shape.dim(1));
  }

  /** The number of places in the kernel. */
  private int taps() {
    return places.length / Math.max(1, positions);
  }

  /** What is done with one plane. */
  @FunctionalInterface
  private interface Plane {
    /** Given where the plane begins in the input and in the output. */
    void pool(int from, int to);
  }

  private void eachPlane(Plane one) {
    Chunks.work(
        node,
        planes(),
        places.length,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            one.pool(i * plane, i * positions);
          }
        });
  }

  /** The greatest elements, and their places in the array. */
  List<NdArray> greatest(boolean columnsFirst) {
    int[] found = new int[planes() * positions];
    Arrays.fill(found, -1);
    eachPlane((from, to) -> greatest(from, to, found));
    for (int i = 0; i < found.length; i++) {
      if (found[i] < 0) {
        throw new InvalidInputException("A window lies in the padding alone, for " + input);
      }
    }
    NdArray greatest = input.take(shape, found);
    if (node.node().outputs().size() < 2) {
      return List.of(greatest);
    }
    long[] where = new long[found.length];
    int[] turned = turned();
    for (int i = 0; i < where.length; i++) {
      int within = found[i] % plane;
      where[i] = (long) found[i] - within + (columnsFirst ? turned[within] : within);
    }
    return List.of(greatest, NdArray.of(ElementType.INT64, shape, where));
  }

  private void greatest(int from, int to, int[] found) {
    for (int tap = 0; tap < taps(); tap++) {
      for (int i = 0; i < positions; i++) {
        int place = places[tap * positions + i];
        int best = found[to + i];
        if (place >= 0 && (best < 0 || values[from + place] > values[best])) {
          found[to + i] = from + place;
        }
      }
    }
  }

  /** For each place in a plane the one it has where the first spatial axis changes first. */
  private int[] turned() {
    long[] dims = spatial(input.shape());
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = stride;
      stride *= (int) dims[axis];
    }
    return Strides.places(Shape.of(dims), strides, 0);
  }

  /** The means, of the padding too if it counts. */
  NdArray mean(boolean countsPadding) {
    double[] sums = new double[planes() * positions];
    int[] counts = countsPadding ? window.covered(spatial(input.shape()), spatial(shape)) : met();
    eachPlane(
        (from, to) -> {
          add(from, to, sums, value -> value);
          for (int i = 0; i < positions; i++) {
            sums[to + i] /= counts[i];
          }
        });
    return Reals.of(input.elementType(), shape, sums);
  }

  /** The number of the input's elements that each position takes. */
  private int[] met() {
    int[] met = new int[positions];
    for (int i = 0; i < places.length; i++) {
      met[i % positions] += places[i] < 0 ? 0 : 1;
    }
    return met;
  }

  /** The Lp norms. */
  NdArray norm(double power) {
    double[] sums = new double[planes() * positions];
    eachPlane(
        (from, to) -> {
          add(from, to, sums, value -> Math.pow(Math.abs(value), power));
          for (int i = to; i < to + positions; i++) {
            sums[i] = Math.pow(sums[i], 1 / power);
          }
        });
    return Reals.of(input.elementType(), shape, sums);
  }

  private void add(int from, int to, double[] sums, DoubleUnaryOperator each) {
    for (int tap = 0; tap < taps(); tap++) {
      for (int i = 0; i < positions; i++) {
        int place = places[tap * positions + i];
        if (place >= 0) {
          sums[to + i] += each.applyAsDouble(values[from + place]);
        }
      }
    }
  }
}
