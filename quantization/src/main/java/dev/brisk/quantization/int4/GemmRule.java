package dev.brisk.quantization.int4;

import dev.brisk.graph.Attributes;
import dev.brisk.graph.Node;
import java.util.Optional;

/** Matrix products with a constant matrix on the right, either way round, and a bias. */
final class GemmRule implements Rule {
  @Override
  public String operator() {
    return "Gemm";
  }

  @Override
  public Verdict judge(Node node, Level level, Settings settings) {
    Attributes attributes = node.attributes();
    boolean columnsFirst = attributes.intOr("transB", 0) != 0;
    Level.Constant constant = level.constant(node.input(1));
    Optional<String> obstacle = Weights.obstacle(constant, columnsFirst, settings.grid());
    if (constant == null || obstacle.isPresent()) {
      return new Verdict.Kept(obstacle.orElseThrow());
    }
    boolean scaled = attributes.floatOr("alpha", 1) != 1;
    scaled |= attributes.floatOr("beta", 1) != 1 && !node.input(2).isEmpty();
    if (scaled || attributes.intOr("transA", 0) != 0) {
      return new Verdict.Kept("it scales or transposes its operands");
    }
    Verdict.Weight weight =
        new Verdict.Weight(constant.owner(), constant.name(), columnsFirst, false);
    return new Verdict.Product(node, level, weight, node.input(2));
  }
}
