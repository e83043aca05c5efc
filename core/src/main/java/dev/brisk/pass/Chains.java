package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.op.Operator;
import dev.brisk.op.Operators;
import dev.brisk.op.Rewrite;
import dev.brisk.op.Surroundings;

/** Joins nodes that follow each other where the second one's operator says how. */
final class Chains implements Pass {
  @Override
  public String name() {
    return "chains";
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    GraphPatch patch = new GraphPatch();
    Surroundings around = new Surroundings(model);
    for (Node node : graph.nodes()) {
      Operator operator = Operators.find(node.domain(), node.operator());
      Node before = graph.producer(node.input(0));
      if (operator != null && before != null) {
        Rewrite joined = operator.joined(before, node, around);
        if (joined != null) {
          joined.addTo(patch, node);
        }
      }
    }
    return patch;
  }
}
