package dev.brisk.quantization.int8;

import dev.brisk.ElementType;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules ask about the graph around a node.
 *
 * @param graph the prepared graph
 */
record Facts(Graph graph) {
  /** A node's input if it is a float32 constant, else null. */
  @Nullable Initializer floats(Node node, int input) {
    Initializer constant = graph.constant(node.input(input));
    return constant != null && constant.elementType() == ElementType.FLOAT32 ? constant : null;
  }

  /** Whether a node's input is a constant of any type. */
  boolean isConstant(Node node, int input) {
    return graph.constant(node.input(input)) != null;
  }

  /** The elements of a node's input if it is a constant of one float, or a default if left out. */
  @Nullable Float scalar(Node node, int input, float absent) {
    if (node.input(input).isEmpty()) {
      return absent;
    }
    Initializer constant = floats(node, input);
    return constant == null || constant.shape().elements() != 1
        ? null
        : (Float) constant.tensor().asFloatBuffer().get(0);
  }

  /** Whether a value is an input of the graph with float32 elements. */
  boolean isFloatInput(String value) {
    Value input = find(graph.inputs(), value);
    return input != null && input.elementType() == ElementType.FLOAT32;
  }

  /** Whether all numbers of a constant are finite. */
  static boolean isFinite(Initializer constant) {
    for (float value : constant.tensor().toFloatArray()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Value find(List<Value> values, String name) {
    return values.stream().filter(value -> value.name().equals(name)).findFirst().orElse(null);
  }
}
