package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Set;

/** What becomes of the operators of one family. Stateless. */
interface Rule {
  /** The types of the standard's operators that it is for. */
  Set<String> operators();

  /** How a node of them computes in an int8 model. */
  Form form(Node node, Facts facts);
}
