package dev.brisk.graph;

import dev.brisk.InvalidModelException;
import dev.brisk.ModelInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what must hold of every graph; the first thing that does not is an exception. */
public final class GraphVerifier {
  private final ModelInfo info;
  private final Set<List<String>> functions = new HashSet<>();

  private GraphVerifier(ModelInfo info) {
    this.info = info;
    info.functions().forEach(f -> functions.add(List.of(f.domain(), f.name())));
  }

  /**
   * Checks a model's graph: every value read is made before, none is made twice, outputs exist,
   * initializers fit the inputs of their name, and every node's operator set is imported.
   *
   * @throws InvalidModelException naming the node and the value
   */
  public static void verify(Graph graph, ModelInfo info) {
    new GraphVerifier(info).check(graph, null);
  }

  private void check(Graph graph, @Nullable Scope outer) {
    Scope known = new Scope(outer);
    graph.inputs().forEach(input -> known.names.add(input.name()));
    known.names.addAll(graph.initializers().keySet());
    known.names.addAll(graph.sparseInitializers().keySet());
    for (Node node : graph.nodes()) {
      check(node, graph, known);
      known.names.addAll(node.outputs());
    }
    for (Value output : graph.outputs()) {
      if (!known.contains(output.name())) {
        throw new InvalidModelException(
            "Output '%s' of graph '%s' is made by no node".formatted(output.name(), graph.name()));
      }
    }
  }

  /** The names that a graph knows, those of the graphs around it included. */
  private static final class Scope {
    final Set<String> names = new HashSet<>();
    private final @Nullable Scope outer;

    Scope(@Nullable Scope outer) {
      this.outer = outer;
    }

    boolean contains(String name) {
      Scope scope = this;
      while (scope != null) {
        if (scope.names.contains(name)) {
          return true;
        }
        scope = scope.outer;
      }
      return false;
    }
  }

  private void check(Node node, Graph graph, Scope known) {
    if (node.operator().isEmpty()) {
      throw new InvalidModelException(
          "A node of graph '" + graph.name() + "' has no operator type");
    }
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !known.contains(input)) {
        throw new InvalidModelException(
            "Value '%s' is read by node %s of graph '%s', but nothing makes it"
                .formatted(input, node, graph.name()));
      }
    }
    for (String output : node.outputs()) {
      if (graph.initializers().containsKey(output) || graph.isInput(output)) {
        throw new InvalidModelException(
            "Value '%s' made by node %s of graph '%s' has the name of an input or initializer"
                .formatted(output, node, graph.name()));
      }
    }
    checkOpset(node);
    for (Graph subgraph : node.subgraphs()) {
      check(subgraph, known);
    }
  }

  private void checkOpset(Node node) {
    boolean isFunction = functions.contains(List.of(node.domain(), node.operator()));
    if (!isFunction && !info.opsets().containsKey(node.domain())) {
      throw new InvalidModelException(
          "Node %s needs operator set '%s', which the model does not import; it imports %s"
              .formatted(node, node.domain(), info.opsets().keySet()));
    }
  }
}
