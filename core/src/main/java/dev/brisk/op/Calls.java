package dev.brisk.op;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes whose operator the model itself defines by a function. */
final class Calls {
  private Calls() {}

  /** The model's functions by {@link #key}. */
  static Map<String, Function> index(List<Function> functions) {
    Map<String, Function> index = new HashMap<>();
    for (Function function : functions) {
      index.put(key(function.domain(), function.name(), function.overload()), function);
    }
    return index;
  }

  /** What names the function that a node calls, if it calls one. */
  static String key(Node node) {
    return key(node.domain(), node.operator(), node.overload());
  }

  private static String key(String domain, String name, String overload) {
    return (domain.equals("ai.onnx") ? "" : domain) + ":" + name + ":" + overload;
  }

  /** The function's body with the attributes of a call in place of references to them. */
  static Graph body(Function function, Node call) {
    GraphBuilder builder = Graph.builder(function.name());
    function.nodes().forEach(node -> builder.node(bound(node, call.attributes())));
    return builder.inputs(values(function.inputs())).outputs(values(function.outputs())).build();
  }

  private static List<Value> values(List<String> names) {
    return names.stream().map(name -> new Value(name, null, Extras.NONE)).toList();
  }

  private static Node bound(Node node, Attributes given) {
    Attributes bound = node.attributes();
    for (Attribute attribute : node.attributes().all()) {
      if (attribute.kind() == Attribute.Kind.REFERENCE) {
        Attribute value = given.get((String) attribute.value());
        bound =
            value == null
                ? bound.without(attribute.name())
                : bound.with(
                    new Attribute(attribute.name(), value.kind(), value.value(), value.extras()));
      }
    }
    Node changed = bound == node.attributes() ? node : node.withAttributes(bound);
    return changed.withSubgraphs(body -> bound(body, given));
  }

  private static Graph bound(Graph body, Attributes given) {
    return body.toBuilder()
        .nodes(body.nodes().stream().map(node -> bound(node, given)).toList())
        .build();
  }
}
