package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Set;

/** Operators that put numbers elsewhere and leave them as they are. */
final class MoveRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of(
        "Reshape",
        "Transpose",
        "Flatten",
        "Squeeze",
        "Unsqueeze",
        "Slice",
        "Split",
        "Gather",
        "Expand",
        "Tile");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return new Form.Moved(false);
  }
}
