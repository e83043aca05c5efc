package dev.brisk.quantization.int8;

import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes away the constants that no node reads any more, and what is declared of values gone. */
final class Unused {
  private Unused() {}

  static Graph drop(Graph graph) {
    Set<String> used = new HashSet<>();
    Set<String> made = new HashSet<>();
    for (Node node : graph.nodes()) {
      used.addAll(node.reads());
      made.addAll(node.outputs());
    }
    graph.outputs().forEach(output -> used.add(output.name()));
    GraphBuilder builder = Graph.builder(graph.name()).extras(graph.extras());
    builder.nodes(graph.nodes()).outputs(graph.outputs());
    List<Value> inputs = new ArrayList<>(graph.inputs());
    inputs.removeIf(
        input -> graph.initializers().containsKey(input.name()) && !used.contains(input.name()));
    builder.inputs(inputs);
    graph
        .initializers()
        .forEach(
            (name, initializer) -> {
              if (used.contains(name)) {
                builder.initializer(initializer);
              }
            });
    graph.sparseInitializers().forEach(builder::sparseInitializer);
    graph.values().values().stream()
        .filter(value -> made.contains(value.name()))
        .forEach(builder::value);
    return builder.build();
  }
}
