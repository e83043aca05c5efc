package dev.brisk.pass.opset;

import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import java.util.Set;

/** Operators that a version changed beyond what is worth converting. */
final class RefusedOperators implements Upgrade {
  private final int version;
  private final Set<String> operators;

  RefusedOperators(int version, Set<String> operators) {
    this.version = version;
    this.operators = operators;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public Set<String> operators() {
    return operators;
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    throw new UnsupportedModelException(
        "Node %s is older than operator set %d, which changed it; export the model anew"
            .formatted(node, version));
  }
}
