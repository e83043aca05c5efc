package dev.brisk.op;

import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/**
 * Nodes that compute the same as others. Immutable and thread-safe.
 *
 * @param nodes what comes, in an order in which it can run
 * @param constants initializers that they need
 * @param replaced what goes
 */
public record Rewrite(List<Node> nodes, List<Initializer> constants, Set<Node> replaced) {
  /** Copies what is given. */
  public Rewrite {
    nodes = List.copyOf(nodes);
    constants = List.copyOf(constants);
    replaced = Set.copyOf(replaced);
  }

  /** One node in the place of others. */
  static Rewrite of(Node node, Set<Node> replaced) {
    return new Rewrite(List.of(node), List.of(), replaced);
  }

  /**
   * Makes it a part of a patch.
   *
   * @param last one of the nodes that go, in whose place those stand that come
   */
  public void addTo(GraphPatch patch, Node last) {
    replaced.forEach(patch::remove);
    patch.replace(last, nodes.toArray(Node[]::new));
    constants.forEach(patch::initializer);
  }
}
