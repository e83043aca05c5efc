package dev.brisk.graph;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An operator that a model defines by other operators. Immutable.
 *
 * @param domain its domain
 * @param name its operator type
 * @param overload which of several of one name
 * @param inputs the names of its inputs
 * @param outputs the names of its outputs
 * @param nodes its body, in an order in which it can run
 * @param defaults the attributes that hold where a call has none of that name
 * @param opsets the operator sets its body uses
 * @param extras what the file says besides, such as the names of its attributes
 */
public record Function(
    String domain,
    String name,
    String overload,
    List<String> inputs,
    List<String> outputs,
    List<Node> nodes,
    Attributes defaults,
    Map<String, Integer> opsets,
    Extras extras) {
  public Function {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
  }

  /** The body as a graph, with the attributes of a call in place of references to them. */
  public Graph body(Node call) {
    GraphBuilder body = Graph.builder(name);
    nodes.forEach(node -> body.node(bound(node, call.attributes())));
    return body.inputs(values(inputs)).outputs(values(outputs)).build();
  }

  private static List<Value> values(List<String> names) {
    return names.stream().map(value -> new Value(value, null, Extras.NONE)).toList();
  }

  private Node bound(Node node, Attributes given) {
    Attributes bound = node.attributes();
    for (Attribute attribute : node.attributes().all()) {
      if (attribute.kind() == Attribute.Kind.REFERENCE) {
        String wanted = (String) attribute.value();
        Attribute value = given.has(wanted) ? given.get(wanted) : defaults.get(wanted);
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

  private Graph bound(Graph body, Attributes given) {
    return body.toBuilder()
        .nodes(body.nodes().stream().map(node -> bound(node, given)).toList())
        .build();
  }

  /**
   * The nodes of the body as they stand in the place of a call.
   *
   * @param names gives the nodes and the values in between names that are not taken
   */
  public List<Node> inlined(Node call, FreshNames names) {
    return new Inlining(body(call), call, names).nodes();
  }
}
