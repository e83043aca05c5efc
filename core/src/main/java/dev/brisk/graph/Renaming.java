package dev.brisk.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives values of a graph other names. */
final class Renaming {
  private final Map<String, String> names;

  /**
   * A renaming.
   *
   * @param names the new names by the old ones
   */
  Renaming(Map<String, String> names) {
    this.names = names;
  }

  /**
   * Renames what a graph captures. Own values that have one of the new names get another.
   *
   * @param captured may be changed
   */
  static Graph ofCaptured(Graph graph, Map<String, String> captured) {
    Set<String> hidden = new HashSet<>(captured.values());
    hidden.removeIf(name -> !graph.defines(name));
    if (!hidden.isEmpty()) {
      FreshNames fresh = FreshNames.of(graph);
      captured.values().forEach(fresh::taken);
      hidden.forEach(name -> captured.put(name, fresh.make(name)));
    }
    return new Renaming(captured).here(graph);
  }

  /** Renames values of a graph, own or captured. */
  private Graph here(Graph graph) {
    GraphBuilder builder = renamed(graph);
    builder.nodes.replaceAll(node -> node.reading(names).making(names));
    return builder.build();
  }

  /** Renames all values of a graph and the graphs within it, wherever they are made. */
  Graph everywhere(Graph graph) {
    if (names.isEmpty()) {
      return graph;
    }
    GraphBuilder builder = renamed(graph);
    builder.nodes.replaceAll(
        node ->
            node.withInputs(node.inputs().stream().map(this::renamed).toList())
                .making(names)
                .withSubgraphs(this::everywhere));
    return builder.build();
  }

  /** The graph with all renamed but what nodes read and make. */
  private GraphBuilder renamed(Graph graph) {
    GraphBuilder builder = graph.toBuilder();
    builder.inputs.replaceAll(this::renamed);
    builder.outputs.replaceAll(this::renamed);
    List<Initializer> initializers = new ArrayList<>(builder.initializers.values());
    builder.initializers.clear();
    initializers.forEach(it -> builder.initializer(it.withName(renamed(it.name()))));
    List<Value> values = new ArrayList<>(builder.values.values());
    builder.values.clear();
    values.forEach(value -> builder.value(renamed(value)));
    return builder;
  }

  private String renamed(String name) {
    return names.getOrDefault(name, name);
  }

  private Value renamed(Value value) {
    return value.withName(renamed(value.name()));
  }
}
