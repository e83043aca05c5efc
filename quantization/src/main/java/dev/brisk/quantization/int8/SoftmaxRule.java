package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Range;
import java.util.List;
import java.util.Set;

/** Softmax, whose outputs lie between 0 and 1 whatever the data. */
final class SoftmaxRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Softmax");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return new Form.Computed(List.of(0), new Range(0, 255f / 256));
  }
}
