package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/** Averages, whose range is narrower than their input's. */
final class PoolRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("AveragePool", "GlobalAveragePool");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return new Form.Computed(List.of(0), null);
  }
}
