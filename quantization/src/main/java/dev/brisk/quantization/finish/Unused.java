package dev.brisk.quantization.finish;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes away the constants that no node reads any more, and what is declared of values gone. */
public final class Unused {
  private Unused() {}

  /** The graph without them, and so the graphs within it. */
  public static Graph drop(Graph graph) {
    Set<String> used = new HashSet<>();
    graph.outputs().forEach(output -> used.add(output.name()));
    graph.nodes().forEach(node -> used.addAll(node.reads()));
    List<Node> nodes = new ArrayList<>();
    Set<String> made = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (!node.is("Constant") || used.contains(node.output(0))) {
        nodes.add(dropWithin(node));
        made.addAll(node.outputs());
      }
    }
    List<Value> inputs = new ArrayList<>(graph.inputs());
    inputs.removeIf(
        input -> graph.initializers().containsKey(input.name()) && !used.contains(input.name()));
    GraphBuilder builder = Graph.builder(graph.name()).extras(graph.extras());
    builder.nodes(nodes).inputs(inputs).outputs(graph.outputs());
    graph.initializers().values().stream()
        .filter(initializer -> used.contains(initializer.name()))
        .forEach(builder::initializer);
    graph.sparseInitializers().forEach(builder::sparseInitializer);
    graph.values().values().stream()
        .filter(value -> made.contains(value.name()))
        .forEach(builder::value);
    return builder.build();
  }

  private static Node dropWithin(Node node) {
    Attributes changed = node.attributes();
    for (Attribute attribute : node.attributes().all()) {
      List<Graph> graphs = attribute.subgraphs().stream().map(Unused::drop).toList();
      if (!graphs.isEmpty()) {
        Object value = attribute.kind() == Attribute.Kind.GRAPH ? graphs.get(0) : graphs;
        changed =
            changed.with(
                new Attribute(attribute.name(), attribute.kind(), value, attribute.extras()));
      }
    }
    return changed == node.attributes() ? node : node.withAttributes(changed);
  }
}
