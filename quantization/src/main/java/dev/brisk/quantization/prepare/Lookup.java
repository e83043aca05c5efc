package dev.brisk.quantization.prepare;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.Types;
import org.jspecify.annotations.Nullable;

/** What the passes of this package ask about a graph. */
final class Lookup {
  private Lookup() {}

  /** The rank of a value, or -1 where it is not known. */
  static int rank(Types types, String value) {
    Shape shape = types.shape(value);
    return shape == null ? -1 : shape.rank();
  }

  /** A node's input if it is a float32 constant, else null. */
  static @Nullable Initializer floats(Graph graph, String value) {
    Initializer constant = graph.constant(value);
    return constant != null && constant.elementType() == ElementType.FLOAT32 ? constant : null;
  }

  /** A name that the graph does not use yet, beginning with the wanted one. */
  static String free(Graph graph, String wanted) {
    String name = wanted;
    for (int i = 2; isUsed(graph, name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private static boolean isUsed(Graph graph, String name) {
    return graph.initializers().containsKey(name)
        || graph.producer(name) != null
        || graph.isInput(name);
  }

  /** The only node that reads a value which is no output, or null. */
  static @Nullable Node onlyReader(Graph graph, String value) {
    return graph.consumers(value).size() == 1 && !graph.isOutput(value)
        ? graph.consumers(value).get(0)
        : null;
  }
}
