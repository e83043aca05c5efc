package dev.brisk.graph;

import dev.brisk.InvalidModelException;
import dev.brisk.ModelInfo;
import java.util.HashSet;
import java.util.Set;

/** Checks what must hold of every graph; the first thing that does not is an exception. */
public final class GraphVerifier {
  private final ModelInfo info;

  private GraphVerifier(ModelInfo info) {
    this.info = info;
  }

  /**
   * Checks a model's graph: every value read is made before, none is made twice, outputs exist,
   * initializers fit the inputs of their name, and every node's operator set is imported.
   *
   * @throws InvalidModelException naming the node and the value
   */
  public static void verify(Graph graph, ModelInfo info) {
    new GraphVerifier(info).check(graph, Set.of());
  }

  private void check(Graph graph, Set<String> outer) {
    Set<String> known = new HashSet<>(outer);
    for (Value input : graph.inputs()) {
      known.add(input.name());
    }
    known.addAll(graph.initializers().keySet());
    known.addAll(graph.sparseInitializers().keySet());
    for (Node node : graph.nodes()) {
      check(node, graph, known);
      known.addAll(node.outputs());
    }
    for (Value output : graph.outputs()) {
      if (!known.contains(output.name())) {
        throw new InvalidModelException(
            "Output '%s' of graph '%s' is made by no node".formatted(output.name(), graph.name()));
      }
    }
  }

  private void check(Node node, Graph graph, Set<String> known) {
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
    boolean isFunction =
        info.functions().stream()
            .anyMatch(f -> f.domain().equals(node.domain()) && f.name().equals(node.operator()));
    if (!isFunction && !info.opsets().containsKey(node.domain())) {
      throw new InvalidModelException(
          "Node %s needs operator set '%s', which the model does not import; it imports %s"
              .formatted(node, node.domain(), info.opsets().keySet()));
    }
  }
}
