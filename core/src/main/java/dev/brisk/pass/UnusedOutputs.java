package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Leaves out second outputs that nobody reads, where the operator allows it: a Dropout without its
 * mask does nothing, and pooling and normalization are faster without what only training needs.
 */
final class UnusedOutputs implements Pass {
  private static final Set<String> OPTIONAL =
      Set.of(
          "BatchNormalization", "Dropout", "GRU", "LSTM", "LayerNormalization", "MaxPool", "RNN");

  @Override
  public String name() {
    return "unused-outputs";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    GraphPatch patch = new GraphPatch();
    for (Node node : graph.nodes()) {
      if (node.outputs().size() > 1
          && node.domain().isEmpty()
          && OPTIONAL.contains(node.operator())) {
        List<String> used = used(node, graph);
        if (!used.equals(node.outputs())) {
          patch.replace(node, node.withOutputs(used));
        }
      }
    }
    return patch;
  }

  private static List<String> used(Node node, Graph graph) {
    List<String> used = new ArrayList<>(node.outputs());
    for (int i = used.size() - 1; i > 0; i--) {
      String output = used.get(i);
      if (graph.consumers(output).isEmpty() && !graph.isOutput(output)) {
        used.set(i, "");
      }
      if (used.get(i).isEmpty() && i == used.size() - 1) {
        used.remove(i);
      }
    }
    return used;
  }
}
