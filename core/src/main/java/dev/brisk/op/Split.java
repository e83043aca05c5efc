package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Its input cut into parts along an axis. */
final class Split implements Operator {
  @Override
  public String type() {
    return "Split";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    int parts = node.node().outputs().size();
    if (input == null) {
      for (int part = 0; part < parts; part++) {
        node.output(part, node.elementType(0), null);
      }
      return;
    }
    int along = Axes.of(node.attributes().intOr("axis", 0), input.rank());
    List<Dim> sizes = sizes(node, Dim.of(input, along), parts);
    for (int part = 0; part < parts; part++) {
      List<Dim> dims = Dim.list(input);
      dims.set(along, sizes.get(part));
      node.output(part, node.elementType(0), Dim.shape(dims));
    }
  }

  private static List<Dim> sizes(InferenceContext node, Dim whole, int parts) {
    long[] given = Axes.of(node, 1, "split");
    if (given != null) {
      check(given, whole, parts);
    }
    List<Dim> sizes = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      sizes.add(given == null ? Dim.UNKNOWN : Dim.of(given[part]));
    }
    if (!Axes.given(node, 1, "split") && whole.known()) {
      checkEven(node, whole.value(), parts);
      long each = -Math.floorDiv(-whole.value(), (long) parts);
      for (int part = 0; part < parts; part++) {
        sizes.set(part, Dim.of(Math.max(0, Math.min(each, whole.value() - part * each))));
      }
    }
    return sizes;
  }

  private static void check(long[] sizes, Dim whole, int parts) {
    boolean negative = Arrays.stream(sizes).anyMatch(size -> size < 0);
    boolean fits = !whole.known() || Arrays.stream(sizes).sum() == whole.value();
    if (sizes.length != parts || negative || !fits) {
      throw new InvalidModelException(
          "The sizes of %d parts must be 0 or more and add up to %s, but are %s"
              .formatted(parts, whole, Arrays.toString(sizes)));
    }
  }

  /** Since version 18 the last part may be smaller than the others. */
  private static void checkEven(InferenceContext node, long whole, int parts) {
    long asked = node.attributes().intOr("num_outputs", parts);
    if (asked != parts || (node.opset() < 18 && whole % parts != 0)) {
      throw new InvalidModelException(
          "An axis of %d cannot be cut into %d equal parts for %d outputs"
              .formatted(whole, asked, parts));
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int along = Axes.of(node.attributes().intOr("axis", 0), input.rank());
    int[] strides = Strides.of(input.shape());
    List<NdArray> made = new ArrayList<>();
    int start = 0;
    for (int part = 0; part < node.node().outputs().size(); part++) {
      Shape shape = node.outputShape(part);
      made.add(input.take(shape, Strides.places(shape, strides, start)));
      start += strides[along] * (int) shape.dim(along);
    }
    return made;
  }
}
