package dev.brisk.quantization.dynamic;

import dev.brisk.graph.Node;
import java.util.Optional;

/** How one operator reads its activations as codes. Stateless. */
interface DynamicRule {
  /** The type of the standard's operator that it is for. */
  String operator();

  /**
   * Writes what takes the place of a node.
   *
   * @return empty if it did, else why the node stays as it is; then nothing was written
   */
  Optional<String> rewrite(Node node, Scope scope);
}
