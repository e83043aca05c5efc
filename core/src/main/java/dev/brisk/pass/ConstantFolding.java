package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces nodes whose outputs are constant by initializers: those that give a constant, and those
 * that compute from constants or from known shapes. What quantizes or dequantizes stays, for it
 * tells engines which kernels to use.
 */
final class ConstantFolding implements Pass {
  @Override
  public String name() {
    return "constant-folding";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    Types types = ShapeInference.prove(model);
    Set<Node> folded = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (isFoldable(node, graph, types)) {
        folded.add(node);
      }
    }
    GraphPatch patch = new GraphPatch();
    for (Node node : folded) {
      patch.remove(node);
      for (String output : node.outputs()) {
        Tensor value = types.constant(output);
        if (value != null && !folded.containsAll(graph.consumers(output))) {
          patch.initializer(Initializer.of(output, value));
        }
      }
    }
    return patch;
  }

  private static boolean isFoldable(Node node, Graph graph, Types types) {
    List<String> used = node.outputs().stream().filter(output -> !output.isEmpty()).toList();
    return !used.isEmpty()
        && used.stream().noneMatch(graph::isOutput)
        && used.stream().allMatch(output -> types.constant(output) != null);
  }
}
