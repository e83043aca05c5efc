package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its input with elements added, or taken away, before and after each axis. */
final class Pad implements Operator {
  @Override
  public String type() {
    return "Pad";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    List<Dim> pads = input == null ? null : pads(node, input.rank());
    if (input == null || pads == null) {
      node.output(0, node.elementType(0), input == null ? null : Axes.unknown(input.rank()));
      return;
    }
    List<Dim> dims = Dim.list(input);
    for (int axis = 0; axis < dims.size(); axis++) {
      dims.set(axis, dims.get(axis).plus(pads.get(axis)).plus(pads.get(axis + dims.size())));
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  /** What is added before each axis, then after each; null if that is not known at all. */
  private static @Nullable List<Dim> pads(InferenceContext node, int rank) {
    long[] attribute = node.attributes().ints(node.opset() < 2 ? "paddings" : "pads");
    List<Dim> given = attribute == null ? node.integers(1) : Dim.list(attribute);
    if (given == null) {
      return null;
    } else if (!node.has(3)) {
      return given.size() == 2 * rank ? given : null;
    }
    long[] axes = Axes.known(node.integers(3));
    if (axes == null || given.size() != 2 * axes.length) {
      return null;
    }
    List<Dim> pads = new ArrayList<>(Collections.nCopies(2 * rank, Dim.of(0)));
    for (int i = 0; i < axes.length; i++) {
      int axis = Axes.of(axes[i], rank);
      pads.set(axis, given.get(i));
      pads.set(axis + rank, given.get(i + axes.length));
    }
    return pads;
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    Shape input = node.shape(0);
    List<Dim> pads = input == null ? null : pads(node, input.rank());
    return pads != null && pads.stream().allMatch(pad -> pad.is(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long[] pads = Axes.known(pads(node, input.rank()));
    if (pads == null) {
      throw new InvalidInputException("Pads must be two for each axis of " + input);
    }
    String mode = node.attributes().stringOr("mode", "constant");
    int[][] taken = new int[input.rank()][];
    for (int axis = 0; axis < taken.length; axis++) {
      taken[axis] = taken(mode, input.dim(axis), pads[axis], pads[axis + taken.length]);
    }
    NdArray filled = NdArray.join(input, filling(node, input.elementType()));
    int[] places = Strides.picked(input.shape(), taken, input.size());
    return List.of(filled.take(node.outputShape(0), places));
  }

  private static NdArray filling(Evaluation node, ElementType type) {
    NdArray given = node.opset() < 11 ? null : node.arrayOrNull(2);
    if (given != null) {
      return given.slice(0, 1);
    } else if (type.isFloat()) {
      return NdArray.scalar(type, node.attributes().floatOr("value", 0));
    }
    return NdArray.zeros(type, Shape.of(1));
  }

  /** For each index after padding the one before; -1 where the constant stands. */
  private static int[] taken(String mode, int size, long before, long after) {
    int[] taken = new int[Math.toIntExact(size + before + after)];
    int first = (int) Math.max(0, -before); // less than nothing is cut off
    int left = (int) (size + Math.min(0, before) + Math.min(0, after));
    for (int i = 0; i < taken.length; i++) {
      int place = (int) (i - Math.max(0, before));
      boolean within = place >= 0 && place < left;
      int source = within ? place : beyond(mode, place, left);
      taken[i] = source < 0 ? -1 : first + source;
    }
    return taken;
  }

  private static int beyond(String mode, int place, int size) {
    if (size < 1 && !mode.equals("constant")) {
      throw new InvalidInputException("Nothing is there to pad with in mode '" + mode + "'");
    }
    return switch (mode) {
      case "constant" -> -1;
      case "edge" -> place < 0 ? 0 : size - 1;
      case "wrap" -> Math.floorMod(place, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * (size - 1));
        int within = Math.floorMod(place, period);
        yield Math.min(within, period - within);
      }
      default ->
          throw new InvalidInputException(
              "Mode must be 'constant', 'edge', 'reflect' or 'wrap', but is '" + mode + "'");
    };
  }
}
