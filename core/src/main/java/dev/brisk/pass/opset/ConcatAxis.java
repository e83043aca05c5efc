package dev.brisk.pass.opset;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.Set;

/** Concat lost its default axis, which was 1. */
final class ConcatAxis implements Upgrade {
  @Override
  public int version() {
    return 4;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Concat");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    long axis = node.attributes().intOr("axis", 1);
    to.add(node.withAttributes(node.attributes().with(Attribute.of("axis", axis))));
  }
}
