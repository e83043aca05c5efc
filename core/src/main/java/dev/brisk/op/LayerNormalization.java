package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/** Normalization over the last axes, from the given one on. */
final class LayerNormalization implements Operator {
  @Override
  public String type() {
    return "LayerNormalization";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, node.elementType(0), input);
    for (int output = 1; output < node.node().outputs().size(); output++) {
      node.output(output, ElementType.FLOAT32, input == null ? null : statistics(node, input));
    }
  }

  private static Shape statistics(InferenceContext node, Shape input) {
    List<Dim> dims = Dim.list(input);
    int first = Axes.of(node.attributes().intOr("axis", -1), dims.size());
    for (int axis = first; axis < dims.size(); axis++) {
      dims.set(axis, Dim.of(1));
    }
    return Dim.shape(dims);
  }
}
