package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Set;

/** Resizing by copying. Interpolation on codes would cut off fractions instead of rounding. */
final class ResizeRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Resize");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return node.attributes().stringOr("mode", "nearest").equals("nearest")
        ? new Form.Moved(false)
        : new Form.Kept("there is no integer kernel for its interpolation");
  }
}
