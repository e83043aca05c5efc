package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Set;

/** Padding with zeros or with the input's own numbers: done on the codes themselves. */
final class PadRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Pad");
  }

  @Override
  public Form form(Node node, Facts facts) {
    boolean own = !node.attributes().stringOr("mode", "constant").equals("constant");
    Float value = facts.scalar(node, 2, 0);
    return own || (value != null && value == 0)
        ? new Form.Moved(true)
        : new Form.Kept("it pads with a number other than zero");
  }
}
