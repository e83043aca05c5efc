package dev.brisk.quantization.int8;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Range;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What computes in int8. It hangs on the graph alone, not on data.
 *
 * @param graph the prepared graph
 * @param forms how each node that computes on codes does so, in the graph's order
 * @param kept why each other node does not, in the graph's order
 * @param clamps the nodes whose cutting off is done by the range of the node before, by that node
 * @param coded the values that have codes, in the order in which they are made
 */
record Plan(
    Graph graph,
    Map<Node, Form> forms,
    Map<Node, String> kept,
    Map<Node, Node> clamps,
    Set<String> coded) {

  /** The indexes of the inputs of a node that it reads as codes. */
  static List<Integer> codeInputs(Form form) {
    return form instanceof Form.Computed computed ? computed.inputs() : List.of(0);
  }

  /** The value whose codes a node gives: its first output, or that of the clamp it takes over. */
  String result(Node node) {
    Node clamp = clamps.get(node);
    return (clamp == null ? node : clamp).output(0);
  }

  /** The node that computes a value on codes, or null if it is an input or made as floats. */
  @Nullable Node coder(String value) {
    Node producer = graph.producer(value);
    if (producer == null || forms.containsKey(producer)) {
      return producer;
    }
    Node before = graph.producer(producer.input(0));
    return before != null && clamps.get(before) == producer ? before : null;
  }

  /** The value whose line another's codes lie on: itself unless its numbers were moved there. */
  String root(String value) {
    Node coder = coder(value);
    Form form = coder == null ? null : forms.get(coder);
    return coder != null && (form instanceof Form.Moved || form instanceof Form.Clamped)
        ? root(coder.input(0))
        : value;
  }

  /** The range of a value where it does not hang on data, else null. */
  @Nullable Range fixed(String value) {
    Node coder = coder(value);
    return coder != null && forms.get(coder) instanceof Form.Computed computed
        ? computed.fixed()
        : null;
  }

  /** The values whose range must be known from data, in the order in which they are made. */
  Set<String> measured() {
    Set<String> roots = new LinkedHashSet<>();
    for (String value : coded) {
      String root = root(value);
      if (fixed(root) == null) {
        roots.add(root);
      }
    }
    return roots;
  }
}
