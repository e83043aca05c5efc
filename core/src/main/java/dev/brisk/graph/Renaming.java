package dev.brisk.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives values of one graph, own or captured, other names. */
final class Renaming {
  private final Graph graph;
  private final Map<String, String> names;

  /**
   * A renaming.
   *
   * @param names the new names by the old ones, all captured by the graph; grows with own values
   *     that have one of the new names
   */
  Renaming(Graph graph, Map<String, String> names) {
    this.graph = graph;
    this.names = names;
    Set<String> hidden = new HashSet<>(names.values());
    hidden.removeIf(name -> !graph.defines(name));
    if (!hidden.isEmpty()) {
      FreshNames fresh = FreshNames.of(graph);
      names.values().forEach(fresh::taken);
      hidden.forEach(name -> names.put(name, fresh.make(name)));
    }
  }

  Graph apply() {
    GraphBuilder builder = graph.toBuilder();
    builder.nodes.replaceAll(node -> node.reading(names).making(names));
    builder.inputs.replaceAll(this::renamed);
    builder.outputs.replaceAll(this::renamed);
    List<Initializer> initializers = new ArrayList<>(builder.initializers.values());
    builder.initializers.clear();
    initializers.forEach(it -> builder.initializer(it.withName(renamed(it.name()))));
    List<Value> values = new ArrayList<>(builder.values.values());
    builder.values.clear();
    values.forEach(value -> builder.value(renamed(value)));
    return builder.build();
  }

  private String renamed(String name) {
    return names.getOrDefault(name, name);
  }

  private Value renamed(Value value) {
    return value.withName(renamed(value.name()));
  }
}
