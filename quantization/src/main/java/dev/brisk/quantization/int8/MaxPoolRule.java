package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Set;

/** Maxima, which are among the numbers of the input. */
final class MaxPoolRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("MaxPool");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return node.output(1).isEmpty()
        ? new Form.Moved(false)
        : new Form.Kept("it also gives the indices of the maxima");
  }
}
