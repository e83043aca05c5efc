package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/** Sums and products of two values. */
final class ArithmeticRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Add", "Mul");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return new Form.Computed(List.of(0, 1), null);
  }
}
