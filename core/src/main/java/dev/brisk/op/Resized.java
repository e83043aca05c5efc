package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What {@code Resize} and {@code Upsample} give. */
final class Resized {
  private final Evaluation node;
  private final NdArray input;
  private final Scaling scaling;
  private final Coordinates[] coordinates;

  private Resized(Evaluation node, NdArray input, Scaling scaling, Coordinates[] coordinates) {
    this.node = node;
    this.input = input;
    this.scaling = scaling;
    this.coordinates = coordinates;
  }

  /**
   * The resized array.
   *
   * @param region its starts along the axes, then its ends, as parts of the whole; null for all
   */
  static NdArray of(Evaluation node, NdArray input, Scaling scaling, float @Nullable [] region) {
    Coordinates[] coordinates = new Coordinates[input.rank()];
    for (int axis = 0; axis < coordinates.length; axis++) {
      coordinates[axis] =
          new Coordinates(
              mode(node),
              input.dim(axis),
              (int) scaling.shape().dim(axis),
              scaling.scale(axis),
              region == null ? 0 : region[axis],
              region == null ? 1 : region[axis + coordinates.length]);
    }
    Resized resized = new Resized(node, input, scaling, coordinates);
    String mode = node.attributes().stringOr("mode", "nearest");
    return switch (mode) {
      case "nearest" -> resized.nearest();
      case "linear", "bilinear" -> resized.mixed(false);
      case "cubic" -> resized.mixed(true);
      default -> throw new InvalidInputException("Nothing is resized by mode '" + mode + "'");
    };
  }

  /** For each element the neighbours that it is mixed of, along the axes that are scaled. */
  static long operations(InferenceContext node) {
    Shape from = node.shape(0);
    Shape to = node.toldShape(0);
    int scaled = 0;
    for (int axis = 0; from != null && to != null && axis < from.rank(); axis++) {
      scaled += from.dim(axis) == to.dim(axis) ? 0 : 1;
    }
    String mode = node.attributes().stringOr("mode", "nearest");
    return Weights.made(node, Weights.mixing(mode, scaled));
  }

  private static String mode(Evaluation node) {
    return node.opset() < 11
        ? "asymmetric"
        : node.attributes().stringOr("coordinate_transformation_mode", "half_pixel");
  }

  private NdArray nearest() {
    Attributes attributes = node.attributes();
    int[][] taken = new int[coordinates.length][];
    for (int axis = 0; axis < taken.length; axis++) {
      Coordinates along = coordinates[axis];
      String early = along.scale() < 1 ? "ceil" : "floor"; // before operator set 11
      String mode =
          node.opset() < 11 ? early : attributes.stringOr("nearest_mode", "round_prefer_floor");
      taken[axis] = new int[along.made()];
      for (int i = 0; i < taken[axis].length; i++) {
        int place = Math.max(0, Math.min(along.size() - 1, nearest(mode, along.of(i))));
        taken[axis][i] = along.isOutside(i) ? -1 : place;
      }
    }
    int[] places = Strides.picked(input.shape(), taken, input.size());
    if (Arrays.stream(places).noneMatch(place -> place == input.size())) {
      return input.take(scaling.shape(), places);
    }
    NdArray beyond = Reals.of(input.elementType(), Shape.of(1), new double[] {beyond()});
    return NdArray.join(input, beyond).take(scaling.shape(), places);
  }

  private static int nearest(String mode, double at) {
    return (int)
        switch (mode) {
          case "round_prefer_floor" -> Math.ceil(at - 0.5);
          case "round_prefer_ceil" -> Math.floor(at + 0.5);
          case "floor" -> Math.floor(at);
          case "ceil" -> Math.ceil(at);
          default ->
              throw new InvalidInputException("No element is nearest by mode '" + mode + "'");
        };
  }

  private double beyond() {
    return node.attributes().floatOr("extrapolation_value", 0);
  }

  private NdArray mixed(boolean cubic) {
    double[] values = input.doubles();
    int inner = input.size();
    int made = 1;
    for (int axis = 0; axis < coordinates.length; axis++) {
      Coordinates along = coordinates[axis];
      inner /= Math.max(1, along.size());
      if (along.size() != along.made() || along.scale() != 1 || along.cuts()) {
        values =
            Interpolation.of(node.attributes(), cubic, along)
                .applied(node, values, along.size(), inner);
      }
      made *= along.made();
    }
    if (made != values.length) {
      throw new InvalidInputException("Nothing can be resized to " + scaling.shape());
    }
    ElementType type = input.elementType();
    return Reals.of(type, scaling.shape(), withBeyond(values));
  }

  private double[] withBeyond(double[] values) {
    if (!mode(node).equals("tf_crop_and_resize")) {
      return values;
    }
    int[][] inside = new int[coordinates.length][];
    for (int axis = 0; axis < inside.length; axis++) {
      Coordinates along = coordinates[axis];
      inside[axis] = new int[along.made()];
      for (int i = 0; i < inside[axis].length; i++) {
        inside[axis][i] = along.isOutside(i) ? -1 : i;
      }
    }
    int[] places = Strides.picked(scaling.shape(), inside, -1);
    double[] filled = values.clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = places[i] < 0 ? beyond() : filled[i];
    }
    return filled;
  }
}
