package dev.brisk.pass.opset;

import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/** Dropout's attributes became inputs; where a model only infers it does nothing. */
final class DropoutToIdentity implements Upgrade {
  @Override
  public int version() {
    return 12;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Dropout");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    if (!node.output(1).isEmpty()) {
      throw new UnsupportedModelException(
          "Node " + node + " also gives its mask, which only training needs; export it for use");
    }
    to.add(Node.of("Identity", node.name(), List.of(node.input(0)), List.of(node.output(0))));
  }
}
