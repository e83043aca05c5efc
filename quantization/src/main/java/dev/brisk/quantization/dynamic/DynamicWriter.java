package dev.brisk.quantization.dynamic;

import dev.brisk.Model;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.quantization.finish.Unused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rewrites a model's graph and the graphs within it. */
final class DynamicWriter {
  private final Model model;
  private final Set<String> excluded;
  private final Set<String> names = new HashSet<>();
  private final Map<Node, NodeReport> reports = new LinkedHashMap<>();
  private boolean usesMicrosoft;

  DynamicWriter(Model model, Set<String> excluded) {
    this.model = model;
    this.excluded = excluded;
    collectNames(model.graph());
  }

  /** The rewritten graph. */
  Graph write() {
    return Unused.drop(write(model.graph(), null));
  }

  /** What became of each node, those of inner graphs included. */
  Map<Node, NodeReport> reports() {
    return reports;
  }

  /** Whether operators of ONNX Runtime's own were written. */
  boolean usesMicrosoft() {
    return usesMicrosoft;
  }

  private Graph write(Graph graph, @Nullable Scope outer) {
    Scope scope = new Scope(graph, outer, names);
    for (Node node : graph.nodes()) {
      DynamicRule rule = DynamicRules.of(node);
      Optional<String> kept =
          excluded.contains(node.label())
              ? Optional.of("it was excluded")
              : rule == null
                  ? Optional.of("dynamic quantization is not for " + node.operator())
                  : rule.rewrite(node, scope);
      String precision = kept.isPresent() ? "float32" : "int8";
      reports.put(node, new NodeReport(node.label(), node.operator(), precision, 0, kept));
      if (kept.isPresent()) {
        scope.nodes.add(withSubgraphs(node, scope));
      } else {
        usesMicrosoft |= node.is("LSTM");
      }
    }
    GraphBuilder builder = graph.toBuilder().nodes(scope.nodes);
    scope.initializers.forEach(builder::initializer);
    return builder.build();
  }

  private Node withSubgraphs(Node node, Scope scope) {
    if (node.subgraphs().isEmpty()) {
      return node;
    }
    Attributes changed = node.attributes();
    for (Attribute attribute : node.attributes().all()) {
      List<Graph> graphs = new ArrayList<>();
      attribute.subgraphs().forEach(graph -> graphs.add(write(graph, scope)));
      if (!graphs.isEmpty()) {
        Object value = attribute.kind() == Attribute.Kind.GRAPH ? graphs.get(0) : graphs;
        changed =
            changed.with(
                new Attribute(attribute.name(), attribute.kind(), value, attribute.extras()));
      }
    }
    return node.withAttributes(changed);
  }

  private void collectNames(Graph graph) {
    graph.inputs().forEach(value -> names.add(value.name()));
    names.addAll(graph.initializers().keySet());
    for (Node node : graph.nodes()) {
      names.addAll(node.outputs());
      node.subgraphs().forEach(this::collectNames);
    }
  }
}
