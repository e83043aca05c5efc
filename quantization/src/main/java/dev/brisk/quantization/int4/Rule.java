package dev.brisk.quantization.int4;

import dev.brisk.graph.Node;

/** How one operator reads weights that may become codes. Stateless. */
interface Rule {
  /** The type of the standard's operator that it is for. */
  String operator();

  /** What becomes of a node. */
  Verdict judge(Node node, Level level, Settings settings);
}
