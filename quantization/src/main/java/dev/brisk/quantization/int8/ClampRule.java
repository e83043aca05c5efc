package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Set;

/** Relu, and Clip with constant bounds on either side of zero. */
final class ClampRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Relu", "Clip");
  }

  @Override
  public Form form(Node node, Facts facts) {
    if (node.is("Relu")) {
      return new Form.Clamped(0, Float.POSITIVE_INFINITY);
    }
    Float low = facts.scalar(node, 1, Float.NEGATIVE_INFINITY);
    Float high = facts.scalar(node, 2, Float.POSITIVE_INFINITY);
    if (low == null || high == null) {
      return new Form.Kept("its bounds are not constants");
    }
    return low <= 0 && high >= 0
        ? new Form.Clamped(low, high)
        : new Form.Kept("its bounds leave zero out");
  }
}
