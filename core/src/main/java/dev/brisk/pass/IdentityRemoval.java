package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.HashMap;
import java.util.Map;

/**
 * Removes nodes that give their input unchanged: Identity, Dropout outside of training, and casts,
 * transpositions and changes of shape that change nothing.
 */
final class IdentityRemoval implements Pass {
  @Override
  public String name() {
    return "identity-removal";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    Types types = ShapeInference.prove(model);
    Map<String, String> origins = new HashMap<>();
    Map<String, String> renamed = new HashMap<>();
    GraphPatch patch = new GraphPatch();
    for (Node node : graph.nodes()) {
      String output = node.output(0);
      if (!types.isIdentity(node) || output.isEmpty()) {
        continue;
      }
      String origin = origins.getOrDefault(node.input(0), node.input(0));
      if (!graph.isOutput(output)) {
        origins.put(output, origin);
        patch.remove(node).readInstead(output, origin);
      } else if (mayTakeName(origin, graph) && renamed.putIfAbsent(origin, output) == null) {
        patch.remove(node).rename(origin, output);
      }
    }
    return patch;
  }

  /** Whether a node makes the value, and nobody outside knows it by its name. */
  private static boolean mayTakeName(String value, Graph graph) {
    return graph.producer(value) != null && !graph.isOutput(value);
  }
}
