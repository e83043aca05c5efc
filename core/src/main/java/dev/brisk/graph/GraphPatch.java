package dev.brisk.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change of a graph: nodes and initializers that go and come, and values that are read in place
 * of others. Nothing happens until {@link #apply}.
 */
public final class GraphPatch {
  private final Map<Node, List<Node>> replaced = new HashMap<>();
  private final List<Node> added = new ArrayList<>();
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();
  private final Set<String> dropped = new HashSet<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final List<Value> values = new ArrayList<>();

  /** A patch that changes nothing yet. */
  public GraphPatch() {}

  /** Takes a node away. */
  public GraphPatch remove(Node node) {
    replaced.put(node, List.of());
    return this;
  }

  /** Puts nodes in the place of one. */
  public GraphPatch replace(Node node, Node... by) {
    replaced.put(node, List.of(by));
    return this;
  }

  /** Adds nodes; where they stand follows from what they read. */
  public GraphPatch add(Node... nodes) {
    Collections.addAll(added, nodes);
    return this;
  }

  /** Adds an initializer, or replaces that of its name. */
  public GraphPatch initializer(Initializer initializer) {
    initializers.put(initializer.name(), initializer);
    return this;
  }

  /** Takes an initializer away, and the input of its name. */
  public GraphPatch dropInitializer(String name) {
    dropped.add(name);
    return this;
  }

  /** Declares the type of a value in between. */
  public GraphPatch value(Value value) {
    values.add(value);
    return this;
  }

  /**
   * Lets every node of the old graph that stays, subgraphs included, read another value instead.
   * Nodes that this patch adds read what they name. An output of the graph keeps its name: to
   * remove its producer, let another node make a value of that name.
   */
  public GraphPatch readInstead(String value, String instead) {
    renamed.put(value, instead);
    return this;
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return replaced.isEmpty()
        && added.isEmpty()
        && initializers.isEmpty()
        && dropped.isEmpty()
        && renamed.isEmpty()
        && values.isEmpty();
  }

  /**
   * The changed graph.
   *
   * @throws dev.brisk.InvalidModelException if a value is then made twice or nodes wait for each
   *     other
   */
  public Graph apply(Graph graph) {
    GraphBuilder builder = graph.toBuilder();
    List<Node> nodes = new ArrayList<>(graph.nodes().size() + added.size());
    Map<String, String> names = resolved();
    for (Node node : graph.nodes()) {
      List<Node> by = replaced.get(node);
      if (by != null) {
        nodes.addAll(by);
      } else {
        nodes.add(reads(node, names) ? node.reading(names) : node);
      }
    }
    nodes.addAll(added);
    builder.nodes(nodes);
    dropped.forEach(builder.initializers::remove);
    builder.inputs.removeIf(input -> dropped.contains(input.name()));
    builder.initializers.putAll(initializers);
    values.forEach(builder::value);
    return builder.build();
  }

  private static boolean reads(Node node, Map<String, String> names) {
    return !names.isEmpty() && !Collections.disjoint(node.reads(), names.keySet());
  }

  /** The renamings with chains followed to their ends. */
  private Map<String, String> resolved() {
    Map<String, String> names = new HashMap<>();
    for (String from : renamed.keySet()) {
      String to = from;
      for (int i = 0; i <= renamed.size() && renamed.containsKey(to); i++) {
        to = renamed.get(to);
      }
      names.put(from, to);
    }
    return names;
  }
}
