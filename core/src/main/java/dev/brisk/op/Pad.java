package dev.brisk.op;

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
}
