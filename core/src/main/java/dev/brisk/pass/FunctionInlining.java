package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bodies of a model's functions in the places where they are called, in subgraphs too, and
 * drops the functions that nobody calls then. A function stays that needs other versions of
 * operator sets than the model, and so do calls once there are {@value #MAX_NODES} new nodes or
 * {@value #MAX_DEPTH} functions within each other: functions that call each other twice would
 * otherwise grow without end.
 */
final class FunctionInlining implements Pass {
  private static final int MAX_NODES = 100_000;
  private static final int MAX_DEPTH = 100;

  private final int maxNodes;

  FunctionInlining() {
    this(MAX_NODES);
  }

  /** The same with another limit to the number of new nodes. */
  FunctionInlining(int maxNodes) {
    this.maxNodes = maxNodes;
  }

  @Override
  public String name() {
    return "function-inlining";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    if (model.functions().isEmpty()) {
      return patch;
    }
    Expansion expansion = new Expansion(model, maxNodes);
    for (Node node : model.graph().nodes()) {
      List<Node> expanded = expansion.of(node);
      if (expanded.size() != 1 || expanded.get(0) != node) {
        patch.replace(node, expanded.toArray(Node[]::new));
      }
    }
    return patch;
  }

  @Override
  public ModelInfo info(ModelInfo info, Graph changed) {
    Map<List<String>, Function> functions = index(info.functions());
    Set<List<String>> called = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(changed.nodes());
    while (!open.isEmpty()) {
      Node node = open.pop();
      Function function = functions.get(key(node));
      if (function != null && called.add(key(node))) {
        open.addAll(function.nodes());
      }
      node.subgraphs().forEach(graph -> open.addAll(graph.nodes()));
    }
    return info.withFunctions(
        info.functions().stream().filter(function -> called.contains(key(function))).toList());
  }

  private static Map<List<String>, Function> index(List<Function> functions) {
    Map<List<String>, Function> index = new HashMap<>();
    functions.forEach(function -> index.put(key(function), function));
    return index;
  }

  private static List<String> key(Function function) {
    return List.of(function.domain(), function.name(), function.overload());
  }

  private static List<String> key(Node node) {
    return List.of(node.domain(), node.operator(), node.overload());
  }

  /** The nodes that stand for calls, those within functions included. */
  private static final class Expansion {
    private final Model model;
    private final Map<List<String>, Function> functions;
    private final FreshNames names;
    private final Set<Function> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int maxNodes;
    private int made;

    Expansion(Model model, int maxNodes) {
      this.maxNodes = maxNodes;
      this.model = model;
      functions = index(model.functions());
      names = FreshNames.of(model.graph());
      model.graph().nodes().forEach(node -> names.taken(node.name()));
    }

    List<Node> of(Node node) {
      Function function = inlinable(node);
      if (function == null) {
        return List.of(node.withSubgraphs(this::of));
      }
      open.add(function);
      made += function.nodes().size();
      List<Node> nodes = new ArrayList<>();
      function.inlined(node, names).forEach(inner -> nodes.addAll(of(inner)));
      open.remove(function);
      return nodes;
    }

    private Graph of(Graph graph) {
      List<Node> nodes = new ArrayList<>();
      graph.nodes().forEach(node -> nodes.addAll(of(node)));
      return nodes.equals(graph.nodes()) ? graph : graph.toBuilder().nodes(nodes).build();
    }

    private @Nullable Function inlinable(Node node) {
      Function function = functions.get(key(node));
      boolean fits =
          function != null
              && !open.contains(function)
              && open.size() < MAX_DEPTH
              && made + function.nodes().size() <= maxNodes
              && function.nodes().stream().allMatch(inner -> fits(inner, function));
      return fits ? function : null;
    }

    /** Whether a node of a function means the same in the model's graph. */
    private boolean fits(Node node, Function function) {
      boolean same =
          functions.containsKey(key(node))
              || function
                  .opsets()
                  .getOrDefault(node.domain(), 0)
                  .equals(model.info().opsets().get(node.domain()));
      return same
          && node.subgraphs().stream()
              .allMatch(graph -> graph.nodes().stream().allMatch(it -> fits(it, function)));
    }
  }
}
