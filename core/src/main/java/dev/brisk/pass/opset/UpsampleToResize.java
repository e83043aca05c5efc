package dev.brisk.pass.opset;

import dev.brisk.graph.Node;
import java.util.Set;

/** Upsample gave way to Resize. */
final class UpsampleToResize implements Upgrade {
  @Override
  public int version() {
    return 10;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Upsample");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    to.add(
        new Node(
            node.name(),
            "",
            "Resize",
            "",
            node.inputs(),
            node.outputs(),
            node.attributes(),
            node.extras()));
  }
}
