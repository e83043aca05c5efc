package dev.brisk.pass.opset;

import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/**
 * Softmax and its kin normalized over all axes from the given one, by default 1, on; now they do so
 * over that axis alone. Where that differs, the input is flattened first.
 */
final class SoftmaxAxis implements Upgrade {
  @Override
  public int version() {
    return 13;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Softmax", "LogSoftmax", "Hardmax");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    long axis = node.attributes().intOr("axis", 1);
    Shape shape = to.shape(node.input(0));
    if (axis == -1
        || (shape != null && (axis < 0 ? axis + shape.rank() : axis) == shape.rank() - 1)) {
      to.add(node.withAttributes(node.attributes().with(Attribute.of("axis", -1))));
      return;
    }
    String flat = to.value(node, "flat");
    String result = to.value(node, "result");
    String sizes = to.value(node, "shape");
    to.add(
        Node.of(
            "Flatten", flat, List.of(node.input(0)), List.of(flat), Attribute.of("axis", axis)));
    to.add(
        node.withInputs(List.of(flat))
            .withOutputs(List.of(result))
            .withAttributes(node.attributes().with(Attribute.of("axis", -1))));
    to.add(Node.of("Shape", sizes, List.of(node.input(0)), List.of(sizes)));
    to.add(
        Node.of("Reshape", result + "_reshape", List.of(result, sizes), List.of(node.output(0))));
  }
}
