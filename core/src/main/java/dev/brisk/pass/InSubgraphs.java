package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Detached;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.ArrayList;
import java.util.List;

/** Applies other passes to the graphs within nodes, and to those within these. */
final class InSubgraphs implements Pass {
  private final List<Pass> passes;

  InSubgraphs(List<Pass> passes) {
    List<Pass> all = new ArrayList<>(passes);
    all.add(this);
    this.passes = List.copyOf(all);
  }

  @Override
  public String name() {
    return "in-subgraphs";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    List<Node> nodes =
        model.graph().nodes().stream().filter(node -> !node.subgraphs().isEmpty()).toList();
    if (nodes.isEmpty()) {
      return patch;
    }
    Types types = ShapeInference.prove(model);
    FreshNames names = FreshNames.of(model.graph());
    for (Node node : nodes) {
      Node changed = node.withSubgraphs(graph -> rewritten(graph, model, types, names));
      if (changed != node) {
        patch.replace(node, changed);
      }
    }
    return patch;
  }

  private Graph rewritten(Graph graph, Model model, Types types, FreshNames names) {
    Detached detached = new Detached(graph, model.graph()::constant, types::type);
    Model before = Model.of(detached.graph(), model.info());
    Model after = Passes.apply(passes, before);
    return after == before ? graph : detached.attach(after.graph(), names);
  }
}
