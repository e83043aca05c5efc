package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/** Functions of one number for which kernels look codes up in a table. */
final class ActivationRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Sigmoid", "LeakyRelu");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return new Form.Computed(List.of(0), null);
  }
}
