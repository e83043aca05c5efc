package dev.brisk.quantization.half;

import dev.brisk.Model;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.pass.Passes;
import dev.brisk.pass.opset.Opsets;

/** Brings a model into the form that is converted; what it computes stays the same. */
final class Tidying {
  private Tidying() {}

  /**
   * The model tidied up, in an operator set that has the format for the operators it uses: the
   * standard took up bfloat16 little by little, Conv last. It stays in its own where it cannot be
   * raised.
   */
  static Model of(Model model, HalfFormat format) {
    Model tidy = Passes.apply(Passes.CLEANUP, model);
    int needed = format == HalfFormat.BFLOAT16 ? needed(tidy.graph(), format) : 0;
    if (needed <= tidy.opset("")) {
      return tidy;
    }
    try {
      return Passes.apply(Passes.CLEANUP, Opsets.raise(tidy, needed));
    } catch (UnsupportedModelException e) {
      return tidy; // the report says of each node what it would need
    }
  }

  private static int needed(Graph graph, HalfFormat format) {
    int needed = 0;
    for (Node node : graph.nodes()) {
      int since = node.domain().isEmpty() ? Support.since(node.operator(), format) : 0;
      needed = Math.max(needed, since <= Opsets.NEWEST ? since : 0);
      for (Graph subgraph : node.subgraphs()) {
        needed = Math.max(needed, needed(subgraph, format));
      }
    }
    return needed;
  }
}
