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

  private Pooled(Evaluation node, NdArray input, Shape shape, Window window) {
    this.node = node;
    this.input = input;
    this.shape = shape;
    this.window = window;
    values = input.doubles();
    plane = elements(input.shape());
    positions = elements(shape);
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
        Shape.of(window.kernel()).elements() * positions,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            one.pool(i * plane, i * positions);
          }
        });
  }

  /** The greatest elements; if a second output is asked for, also their places in the array. */
  List<NdArray> greatest(boolean columnsFirst) {
    double[] most = new double[planes() * positions];
    eachPlane((from, to) -> System.arraycopy(most(from), 0, most, to, positions));
    if (Arrays.stream(most).anyMatch(value -> value == Double.NEGATIVE_INFINITY)
        && Arrays.stream(met(places())).anyMatch(count -> count == 0)) {
      throw new InvalidInputException("A window lies in the padding alone, for " + input);
    }
    NdArray greatest = Reals.of(input.elementType(), shape, most);
    if (node.node().outputs().size() < 2) {
      return List.of(greatest);
    }
    return List.of(greatest, where(greatest.doubles(), columnsFirst));
  }

  /** The greatest elements of the plane that begins at a place, found axis by axis. */
  private double[] most(int from) {
    long[] dims = spatial(input.shape());
    double[] most = Arrays.copyOfRange(values, from, from + plane);
    int inner = plane;
    for (int axis = 0; axis < dims.length; axis++) {
      int made = (int) shape.dim(axis + 2);
      inner /= (int) Math.max(1, dims[axis]);
      most = most(most, (int) dims[axis], inner, window.starts(axis, dims[axis], made), made);
    }
    return most;
  }

  private static double[] most(double[] before, int size, int inner, long[] starts, int made) {
    int outer = before.length / Math.max(1, size * inner);
    double[] most = new double[outer * made * inner];
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    for (int tap = 0; tap < starts.length; tap++) {
      if (starts[tap] >= 0 && starts[tap] < size) {
        for (int i = 0; i < outer; i++) {
          int from = (i * size + (int) starts[tap]) * inner;
          int to = (i * made + tap % made) * inner;
          for (int j = 0; j < inner; j++) {
            most[to + j] = Math.max(most[to + j], before[from + j]);
          }
        }
      }
    }
    return most;
  }

  /** Where the greatest elements are, of equal ones the first. */
  private NdArray where(double[] most, boolean columnsFirst) {
    int[] places = places();
    int[] turned = turned();
    long[] where = new long[most.length];
    eachPlane(
        (from, to) -> {
          for (int i = places.length - 1; i >= 0; i--) {
            int at = to + i % positions;
            if (places[i] >= 0 && Double.compare(values[from + places[i]], most[at]) == 0) {
              where[at] = (long) from + (columnsFirst ? turned[places[i]] : places[i]);
            }
          }
        });
    return NdArray.of(ElementType.INT64, shape, where);
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
    int[] places = places();
    int[] counts =
        countsPadding ? window.covered(spatial(input.shape()), spatial(shape)) : met(places);
    eachPlane(
        (from, to) -> {
          add(from, to, places, sums, value -> value);
          for (int i = 0; i < positions; i++) {
            sums[to + i] /= counts[i];
          }
        });
    return Reals.of(input.elementType(), shape, sums);
  }

  private int[] places() {
    return window.places(spatial(input.shape()), spatial(shape));
  }

  /** The number of the input's elements that each position takes. */
  private int[] met(int[] places) {
    int[] met = new int[positions];
    for (int i = 0; i < places.length; i++) {
      met[i % positions] += places[i] < 0 ? 0 : 1;
    }
    return met;
  }

  /** The Lp norms. */
  NdArray norm(double power) {
    double[] sums = new double[planes() * positions];
    int[] places = places();
    eachPlane(
        (from, to) -> {
          add(from, to, places, sums, value -> Math.pow(Math.abs(value), power));
          for (int i = to; i < to + positions; i++) {
            sums[i] = Math.pow(sums[i], 1 / power);
          }
        });
    return Reals.of(input.elementType(), shape, sums);
  }

  private void add(int from, int to, int[] places, double[] sums, DoubleUnaryOperator each) {
    for (int first = 0; first < places.length; first += positions) {
      for (int i = 0; i < positions; i++) {
        int place = places[first + i];
        if (place >= 0) {
          sums[to + i] += each.applyAsDouble(values[from + place]);
        }
      }
    }
  }
}
