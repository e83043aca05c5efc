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
 * @param opsets the operator sets its body uses
 * @param extras what the file says besides, such as its attributes
 */
public record Function(
    String domain,
    String name,
    String overload,
    List<String> inputs,
    List<String> outputs,
    List<Node> nodes,
    Map<String, Integer> opsets,
    Extras extras) {
  public Function {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
  }
}
