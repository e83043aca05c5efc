package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its inputs one after another along an axis. */
final class Concat implements Operator {
  @Override
  public String type() {
    return "Concat";
  }

  @Override
  public void infer(InferenceContext node) {
    infer(node, 0, 1, node.elementType(0));
    List<Dim> elements = new ArrayList<>();
    for (int input = 0; input < node.node().inputs().size(); input++) {
      List<Dim> part = node.integers(input);
      if (part == null) {
        return;
      }
      elements.addAll(part);
    }
    node.integers(0, elements);
  }

  /** Tells the output for parts that are inputs from the first on, each so many further. */
  static void infer(InferenceContext node, int first, int step, @Nullable ElementType result) {
    List<Shape> shapes = new ArrayList<>();
    for (int input = first; input < node.node().inputs().size(); input += step) {
      Shape shape = node.shape(input);
      if (shape != null) {
        shapes.add(shape);
      }
    }
    int parts = (node.node().inputs().size() - first + step - 1) / step;
    node.output(0, result, shapes.isEmpty() ? null : joined(node, shapes, parts));
  }

  private static Shape joined(InferenceContext node, List<Shape> shapes, int parts) {
    int rank = shapes.get(0).rank();
    int along = Axes.of(node.attributes().intOr("axis", 1), rank);
    List<Dim> dims = Dim.list(shapes.get(0));
    for (Shape shape : shapes.subList(1, shapes.size())) {
      if (shape.rank() != rank) {
        throw new InvalidModelException("Parts to join must have one rank, but are " + shapes);
      }
      for (int axis = 0; axis < rank; axis++) {
        Dim more = Dim.of(shape, axis);
        dims.set(
            axis, axis == along ? dims.get(axis).plus(more) : common(dims.get(axis), more, shapes));
      }
    }
    if (shapes.size() < parts) {
      dims.set(along, Dim.UNKNOWN);
    }
    return Dim.shape(dims);
  }

  private static Dim common(Dim left, Dim right, List<Shape> shapes) {
    if (left.known() && right.known() && !left.same(right)) {
      throw new InvalidModelException("Parts to join differ beside the axis: " + shapes);
    }
    return left.known() ? left : right.known() || left.symbol() == null ? right : left;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray[] parts = new NdArray[node.inputs()];
    for (int input = 0; input < parts.length; input++) {
      parts[input] = node.array(input);
    }
    int along = Axes.of(node.attributes().intOr("axis", 1), parts[0].rank());
    return List.of(joined(parts, along, node.outputShape(0)));
  }

  /** Several arrays one after the other along an axis. */
  static NdArray joined(NdArray[] parts, int along, Shape shape) {
    int outer = 1;
    for (int axis = 0; axis < along; axis++) {
      outer *= (int) shape.dim(axis);
    }
    int[] places = new int[Math.toIntExact(shape.elements())];
    int made = 0;
    for (int i = 0; i < outer; i++) {
      int start = 0;
      for (NdArray part : parts) {
        int size = part.size() / outer;
        for (int j = 0; j < size; j++) {
          places[made++] = start + i * size + j;
        }
        start += part.size();
      }
    }
    return NdArray.join(parts).take(shape, places);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return node.node().inputs().size() == 1;
  }
}
