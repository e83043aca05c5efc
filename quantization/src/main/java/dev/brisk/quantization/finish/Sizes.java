package dev.brisk.quantization.finish;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;

/** The sizes of models. */
public final class Sizes {
  private Sizes() {}

  /** The bytes of a model's constants. */
  public static long bytes(Model model) {
    return bytes(model.graph());
  }

  private static long bytes(Graph graph) {
    long bytes = 0;
    for (Initializer initializer : graph.initializers().values()) {
      if (initializer.elementType() != ElementType.STRING) {
        bytes += initializer.elementType().byteSize(initializer.shape().elements());
      }
    }
    for (Node node : graph.nodes()) {
      for (Graph inner : node.subgraphs()) {
        bytes += bytes(inner);
      }
    }
    return bytes;
  }
}
