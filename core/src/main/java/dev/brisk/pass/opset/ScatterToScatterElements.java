package dev.brisk.pass.opset;

import dev.brisk.graph.Node;
import java.util.Set;

/** Scatter was renamed. */
final class ScatterToScatterElements implements Upgrade {
  @Override
  public int version() {
    return 11;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Scatter");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    to.add(
        new Node(
            node.name(),
            "",
            "ScatterElements",
            "",
            node.inputs(),
            node.outputs(),
            node.attributes(),
            node.extras()));
  }
}
