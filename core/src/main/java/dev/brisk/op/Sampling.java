package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;

/** How {@code GridSample} reads its input at points between the elements. */
final class Sampling {
  private final String mode;
  private final String padding;
  private final boolean corners;
  private final int[] sizes;

  private Sampling(String mode, String padding, boolean corners, int[] sizes) {
    this.mode = mode;
    this.padding = padding;
    this.corners = corners;
    this.sizes = sizes;
  }

  /** As a node's attributes tell, for an input [images, channels, spatial...]. */
  static Sampling of(Evaluation node, Shape input) {
    String given = node.attributes().stringOr("mode", "linear");
    String mode = given.startsWith("bi") ? given.substring(2) : given; // before operator set 20
    String padding = node.attributes().stringOr("padding_mode", "zeros");
    if (!List.of("linear", "nearest", "cubic").contains(mode)
        || !List.of("zeros", "border", "reflection").contains(padding)) {
      throw new InvalidInputException(
          "Nothing is sampled by mode '%s' with padding '%s'".formatted(given, padding));
    }
    int[] sizes = new int[input.rank() - 2];
    Arrays.setAll(sizes, axis -> (int) input.dim(axis + 2));
    boolean corners = node.attributes().intOr("align_corners", 0) != 0;
    return new Sampling(mode, padding, corners, sizes);
  }

  /** The elements of a plane that count at a point, and how much each does. */
  static final class Taps {
    private final int[] places;
    private final double[] weights;

    Taps(int[] places, double[] weights) {
      this.places = places;
      this.weights = weights;
    }

    /** The value at the point for the plane that begins at the given place. */
    double of(double[] values, int plane) {
      double sum = 0;
      for (int i = 0; i < places.length; i++) {
        sum += places[i] < 0 ? 0 : weights[i] * values[plane + places[i]];
      }
      return sum;
    }

    /** These along one axis more. */
    private Taps by(Taps along, int size) {
      int count = along.places.length;
      int[] both = new int[places.length * count];
      double[] product = new double[both.length];
      for (int i = 0; i < both.length; i++) {
        int outer = places[i / count];
        int inner = along.places[i % count];
        both[i] = outer < 0 || inner < 0 ? -1 : outer * size + inner;
        product[i] = weights[i / count] * along.weights[i % count];
      }
      return new Taps(both, product);
    }
  }

  /** What counts at a point whose coordinates are in the order of the axes, from -1 to 1. */
  Taps at(float[] point) {
    Taps taps = new Taps(new int[] {0}, new double[] {1});
    for (int axis = 0; axis < sizes.length; axis++) {
      taps = taps.by(along(axis, place(point[axis], axis)), sizes[axis]);
    }
    return taps;
  }

  /** The place along an axis, within the border unless it is padded with zeros. */
  private double place(float coordinate, int axis) {
    int size = sizes[axis];
    double place = corners ? (coordinate + 1) / 2 * (size - 1) : ((coordinate + 1) * size - 1) / 2;
    if (mode.equals("nearest")) {
      place = Math.rint(place);
    }
    if (place >= low() && place <= high(size)) {
      return place;
    }
    return switch (padding) {
      case "border" -> Math.max(0, Math.min(size - 1, place));
      case "reflection" -> reflected(place, size);
      default -> Math.max(-1e9, Math.min(1e9, place));
    };
  }

  private double low() {
    return corners ? 0 : -0.5;
  }

  private double high(int size) {
    return corners ? size - 1 : size - 0.5;
  }

  /** The place after as many reflections at the borders as it takes. */
  private double reflected(double place, int size) {
    double low = low();
    double range = high(size) - low;
    if (range == 0 || !Double.isFinite(place)) {
      return low;
    }
    double beyond = place < low ? low - place : place - high(size);
    double turns = Math.floor(beyond / range);
    double rest = beyond - turns * range;
    boolean fromLow = place < low == (turns % 2 == 0);
    return fromLow ? low + rest : low + range - rest;
  }

  private Taps along(int axis, double place) {
    int first = (int) Math.floor(place);
    double part = place - first;
    if (mode.equals("nearest")) {
      return new Taps(new int[] {held((int) place, axis)}, new double[] {1});
    }
    boolean cubic = mode.equals("cubic");
    int count = cubic ? 4 : 2;
    int[] places = new int[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      int shift = cubic ? i - 1 : i;
      double distance = Math.abs(shift - part);
      places[i] = held(first + shift, axis);
      weights[i] = cubic ? Interpolation.cubic(distance, -0.75) : 1 - distance;
    }
    return new Taps(places, weights);
  }

  /** The index of the element that stands at an index; -1 if zero stands there. */
  private int held(int index, int axis) {
    int size = sizes[axis];
    if (index >= 0 && index < size) {
      return index;
    }
    return switch (padding) {
      case "border" -> Math.max(0, Math.min(size - 1, index));
      case "reflection" -> (int) reflected(index, size);
      default -> -1;
    };
  }
}
