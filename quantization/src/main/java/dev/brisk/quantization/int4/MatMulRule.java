package dev.brisk.quantization.int4;

import dev.brisk.graph.Node;
import java.util.Optional;

/** Matrix products with a constant matrix on the right. */
final class MatMulRule implements Rule {
  @Override
  public String operator() {
    return "MatMul";
  }

  @Override
  public Verdict judge(Node node, Level level, Settings settings) {
    Level.Constant constant = level.constant(node.input(1));
    Optional<String> obstacle = Weights.obstacle(constant, false, settings.grid());
    if (constant == null || obstacle.isPresent()) {
      return new Verdict.Kept(obstacle.orElseThrow());
    }
    Verdict.Weight weight = new Verdict.Weight(constant.owner(), constant.name(), false, false);
    return new Verdict.Product(node, level, weight, "");
  }
}
