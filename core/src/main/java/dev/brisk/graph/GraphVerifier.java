package dev.brisk.graph;

import dev.brisk.InvalidModelException;
import dev.brisk.ModelInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what must hold of every graph; the first thing that does not is an exception. Takes time
 * and memory in proportion to the graph's size.
 */
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
    new GraphVerifier(info).check(graph, Set.of());
  }

  /** Checks a graph that may read the given values of the graphs around it. */
  private void check(Graph graph, Set<String> captured) {
    Set<String> known = new HashSet<>(captured);
    for (Value input : graph.inputs()) {
      check(input, graph);
      if (!known.add(input.name())) {
        throw new InvalidModelException(
            "Graph '%s' has two inputs '%s'".formatted(graph.name(), input.name()));
      }
    }
    known.addAll(graph.initializers().keySet());
    known.addAll(graph.sparseInitializers().keySet());
    for (Node node : graph.nodes()) {
      check(node, graph, known);
      known.addAll(node.outputs());
    }
    for (Value output : graph.outputs()) {
      if (output.name().isEmpty() || !known.contains(output.name())) {
        throw new InvalidModelException(
            "Output '%s' of graph '%s' is made by no node".formatted(output.name(), graph.name()));
      }
    }
  }

  private static void check(Value input, Graph graph) {
    Initializer initializer = graph.initializers().get(input.name());
    if (initializer == null || !(input.type() instanceof ValueType.OfTensor tensor)) {
      return;
    }
    boolean fits =
        tensor.elementType() == initializer.elementType()
            && (tensor.shape() == null || tensor.shape().accepts(initializer.shape()));
    if (!fits) {
      throw new InvalidModelException(
          "Initializer %s of graph '%s' does not fit the input of its name, which takes %s"
              .formatted(initializer, graph.name(), tensor));
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
      if (graph.isInput(output)
          || graph.initializers().containsKey(output)
          || graph.sparseInitializers().containsKey(output)) {
        throw new InvalidModelException(
            "Value '%s' made by node %s of graph '%s' has the name of an input or initializer"
                .formatted(output, node, graph.name()));
      }
    }
    checkOpset(node);
    for (Graph subgraph : node.subgraphs()) {
      Set<String> captured = new HashSet<>(subgraph.captures());
      captured.retainAll(known);
      check(subgraph, captured);
    }
  }

  private void checkOpset(Node node) {
    if (!info.opsets().containsKey(node.domain())
        && !functions.contains(List.of(node.domain(), node.operator()))) {
      throw new InvalidModelException(
          "Node %s needs operator set '%s', which the model does not import; it imports %s"
              .formatted(node, node.domain(), info.opsets().keySet()));
    }
  }
}
