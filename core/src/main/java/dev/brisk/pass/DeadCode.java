package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes nodes and initializers that no output hangs on. Inputs stay. */
final class DeadCode implements Pass {
  @Override
  public String name() {
    return "dead-code";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    Set<String> live = new HashSet<>();
    graph.outputs().forEach(output -> live.add(output.name()));
    GraphPatch patch = new GraphPatch();
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.outputs().stream().anyMatch(live::contains)) {
        live.addAll(node.reads());
      } else {
        patch.remove(node);
      }
    }
    for (String name : graph.initializers().keySet()) {
      if (!live.contains(name) && !graph.isInput(name)) {
        patch.dropInitializer(name);
      }
    }
    return patch;
  }
}
