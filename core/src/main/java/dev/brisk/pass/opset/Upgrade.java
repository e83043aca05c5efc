package dev.brisk.pass.opset;

import dev.brisk.graph.Node;
import java.util.Set;

/** What a version of the standard's operator set changed of some operators. Stateless. */
interface Upgrade {
  /** The version that brought the change. */
  int version();

  /** The types of the operators that it concerns; empty for all. */
  Set<String> operators();

  /**
   * Writes what does the same under the new version, be it the node itself.
   *
   * @throws dev.brisk.UnsupportedModelException if nothing does
   */
  void rewrite(Node node, Rewriting to);
}
