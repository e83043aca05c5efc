package dev.brisk.graph;

import java.util.HashSet;
import java.util.Set;

/** Makes names for new values that no value of a graph or its subgraphs has. Not thread-safe. */
public final class FreshNames {
  private final Set<String> taken = new HashSet<>();

  private FreshNames() {}

  /** Names that a graph does not have. */
  public static FreshNames of(Graph graph) {
    FreshNames names = new FreshNames();
    names.take(graph);
    return names;
  }

  private void take(Graph graph) {
    graph.inputs().forEach(value -> taken.add(value.name()));
    graph.outputs().forEach(value -> taken.add(value.name()));
    taken.addAll(graph.initializers().keySet());
    taken.addAll(graph.sparseInitializers().keySet());
    for (Node node : graph.nodes()) {
      taken.addAll(node.inputs());
      taken.addAll(node.outputs());
      node.subgraphs().forEach(this::take);
    }
  }

  /** All names taken so far; a copy. */
  Set<String> all() {
    return new HashSet<>(taken);
  }

  /** Keeps a name from being made. */
  public void taken(String name) {
    taken.add(name);
  }

  /** The wanted name, or if it is taken the same with a number; it is taken from then on. */
  public String make(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
