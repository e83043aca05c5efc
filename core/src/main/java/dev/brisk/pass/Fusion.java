package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts one node in the place of several that compute the same, if nothing else reads what these
 * compute on the way and the model's operator set has the operator.
 */
abstract class Fusion implements Pass {
  /**
   * What was found.
   *
   * @param node computes what {@code replaced} do
   * @param constants initializers that it needs
   * @param replaced all nodes that it replaces
   */
  record Found(Node node, List<Initializer> constants, Set<Node> replaced) {
    Found {
      constants = List.copyOf(constants);
      replaced = Set.copyOf(replaced);
    }
  }

  private final int leastOpset;

  Fusion(int leastOpset) {
    this.leastOpset = leastOpset;
  }

  /** What the node is the last of; null if of nothing that this pass looks for. */
  abstract @Nullable Found endingWith(Node last, Surroundings around);

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    if (model.opset("") < leastOpset) {
      return patch;
    }
    Surroundings around = new Surroundings(model);
    Set<Node> taken = new HashSet<>();
    List<Node> nodes = model.graph().nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) { // of what overlaps, that which reaches farthest
      Node last = nodes.get(i);
      Found found = taken.contains(last) ? null : endingWith(last, around);
      if (found != null
          && around.haveOneShape(found.node().input(0), found.node().output(0))
          && isFree(found, last, taken, model.graph())) {
        taken.addAll(found.replaced());
        found.replaced().forEach(patch::remove);
        patch.replace(last, found.node());
        found.constants().forEach(patch::initializer);
      }
    }
    return patch;
  }

  private static boolean isFree(Found found, Node last, Set<Node> taken, Graph graph) {
    for (Node node : found.replaced()) {
      if (taken.contains(node) || (node != last && !isWithin(node, found.replaced(), graph))) {
        return false;
      }
    }
    return true;
  }

  /** Whether only some nodes read what one of them makes. */
  private static boolean isWithin(Node node, Set<Node> nodes, Graph graph) {
    return node.outputs().stream()
        .allMatch(it -> !graph.isOutput(it) && nodes.containsAll(graph.consumers(it)));
  }
}
