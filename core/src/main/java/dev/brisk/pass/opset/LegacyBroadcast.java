package dev.brisk.pass.opset;

import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/**
 * Operators of two inputs stretched the second only when told to, from a given axis of the first;
 * now the last axes are aligned. PRelu's slopes belonged to axis 1.
 */
final class LegacyBroadcast implements Upgrade {
  @Override
  public int version() {
    return 7;
  }

  @Override
  public Set<String> operators() {
    return Set.of(
        "Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Less", "Greater", "PRelu");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    Attributes attributes = node.attributes().without("broadcast", "axis");
    Attribute axis = node.attributes().get("axis");
    if (node.is("PRelu")) {
      axis = Attribute.of("axis", 1);
    } else if (node.attributes().intOr("broadcast", 0) == 0) {
      axis = null;
    }
    if (axis == null) {
      to.add(node.withAttributes(attributes));
      return;
    }
    int rank = to.rank(node, node.input(0));
    int ownRank = to.rank(node, node.input(1));
    long start = axis.asInt() < 0 ? axis.asInt() + rank : axis.asInt();
    int missing = (int) (rank - start - ownRank);
    if (missing <= 0) {
      to.add(node.withAttributes(attributes));
      return;
    }
    to.add(
        node.withAttributes(attributes)
            .withInputs(List.of(node.input(0), aligned(node, missing, to))));
  }

  /** The second input with so many dimensions of 1 behind its own. */
  private static String aligned(Node node, int missing, Rewriting to) {
    long[] dims = new long[to.rank(node, node.input(1)) + missing];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < dims.length - missing ? 0 : 1; // 0: as it is
    }
    String shape = to.constant(node, "shape", Tensor.of(dims, dims.length));
    String aligned = to.value(node, "aligned");
    to.add(Node.of("Reshape", aligned, List.of(node.input(1), shape), List.of(aligned)));
    return aligned;
  }
}
