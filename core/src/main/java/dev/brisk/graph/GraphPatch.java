package dev.brisk.graph;

import dev.brisk.InvalidModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private final Set<String> droppedInputs = new HashSet<>();
  private final Map<String, String> readInstead = new HashMap<>();
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

  /** Takes an input away; an initializer of its name stays. */
  public GraphPatch dropInput(String name) {
    droppedInputs.add(name);
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
    readInstead.put(value, instead);
    return this;
  }

  /**
   * Gives a value that a node makes another name, there and wherever the nodes of the old graph
   * that stay read it, subgraphs included. Not for inputs, outputs and initializers.
   */
  public GraphPatch rename(String value, String name) {
    renamed.put(value, name);
    return this;
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return replaced.isEmpty()
        && added.isEmpty()
        && initializers.isEmpty()
        && dropped.isEmpty()
        && droppedInputs.isEmpty()
        && readInstead.isEmpty()
        && renamed.isEmpty()
        && values.isEmpty();
  }

  /**
   * The changed graph.
   *
   * @throws InvalidModelException if a value is then made twice, nodes wait for each other, or the
   *     patch replaces a node that the graph does not have
   */
  public Graph apply(Graph graph) {
    GraphBuilder builder = graph.toBuilder();
    builder.nodes(changed(graph.nodes()));
    builder.initializers.keySet().removeAll(dropped);
    builder.initializers.putAll(initializers);
    builder.inputs.removeIf(
        input -> dropped.contains(input.name()) || droppedInputs.contains(input.name()));
    forgetValues(graph, builder);
    values.forEach(builder::value);
    return builder.build();
  }

  private List<Node> changed(List<Node> old) {
    List<Node> nodes = new ArrayList<>(old.size() + added.size());
    Map<String, String> names = resolved();
    int found = 0;
    for (Node node : old) {
      List<Node> by = replaced.get(node);
      if (by == null) {
        nodes.add(node.reading(names).making(renamed));
      } else {
        nodes.addAll(by);
        found++;
      }
    }
    if (found != replaced.size()) {
      throw new InvalidModelException("A patch replaces nodes that the graph does not have");
    }
    nodes.addAll(added);
    return nodes;
  }

  /** What was declared of values that are gone, or have another name, goes too. */
  private void forgetValues(Graph graph, GraphBuilder builder) {
    if (graph.values().isEmpty()) {
      return;
    }
    Set<String> gone = new HashSet<>(renamed.keySet());
    replaced.keySet().forEach(node -> gone.addAll(node.outputs()));
    replaced.values().forEach(nodes -> nodes.forEach(node -> node.outputs().forEach(gone::remove)));
    added.forEach(node -> node.outputs().forEach(gone::remove));
    builder.values.keySet().removeAll(gone);
  }

  /** What is read instead of each value, chains followed to their ends. */
  private Map<String, String> resolved() {
    Map<String, String> next = new HashMap<>(readInstead);
    next.putAll(renamed);
    Map<String, String> ends = new HashMap<>();
    for (String start : next.keySet()) {
      resolve(start, next, ends);
    }
    return ends;
  }

  private static void resolve(String start, Map<String, String> next, Map<String, String> ends) {
    Set<String> path = new LinkedHashSet<>();
    String end = start;
    while (next.containsKey(end) && !ends.containsKey(end)) {
      if (!path.add(end)) {
        throw new InvalidModelException("A patch renames in a circle: " + path);
      }
      end = next.get(end);
    }
    String last = ends.getOrDefault(end, end);
    path.forEach(name -> ends.put(name, last));
  }
}
