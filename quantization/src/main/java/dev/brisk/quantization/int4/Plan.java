package dev.brisk.quantization.int4;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of each node of a model's graph and of the graphs within it. */
final class Plan {
  private final Model model;
  private final Settings settings;
  private final Set<String> excluded;
  private final Map<Graph, Level> levels = new HashMap<>();
  private final Map<Node, Verdict> verdicts = new LinkedHashMap<>();

  private Plan(Model model, Settings settings, Set<String> excluded) {
    this.model = model;
    this.settings = settings;
    this.excluded = excluded;
  }

  static Plan of(Model model, Set<String> excluded, Settings settings) {
    Plan plan = new Plan(model, settings, excluded);
    plan.add(model.graph(), null);
    return plan;
  }

  private void add(Graph graph, @Nullable Level outer) {
    Level level = new Level(graph, outer);
    levels.put(graph, level);
    for (Node node : graph.nodes()) {
      verdicts.put(node, judge(node, level));
      node.subgraphs().forEach(inner -> add(inner, level));
    }
  }

  private Verdict judge(Node node, Level level) {
    if (excluded.contains(node.label())) {
      return new Verdict.Kept("it was excluded");
    }
    Rule rule = Rules.of(node);
    return rule == null
        ? new Verdict.Kept("weight-only quantization is not for " + node.operator())
        : rule.judge(node, level, settings);
  }

  /** All nodes in order, those of inner graphs after the node they are in. */
  Map<Node, Verdict> verdicts() {
    return verdicts;
  }

  /** The level of the model's own graph. */
  Level outermost() {
    return level(model.graph());
  }

  /** The level of a graph. */
  Level level(Graph graph) {
    Level level = levels.get(graph);
    if (level == null) {
      throw new IllegalStateException(graph + " is not of this model");
    }
    return level;
  }

  /** The nodes whose weights become codes. */
  List<Verdict.Coded> coded() {
    List<Verdict.Coded> coded = new ArrayList<>();
    verdicts
        .values()
        .forEach(
            verdict -> {
              if (verdict instanceof Verdict.Coded one) {
                coded.add(one);
              }
            });
    return coded;
  }

  /** The weights that become codes, each once. */
  Set<Verdict.Weight> weights() {
    Set<Verdict.Weight> weights = new LinkedHashSet<>();
    coded().forEach(one -> weights.add(one.weight()));
    return weights;
  }
}
