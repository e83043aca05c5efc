package dev.brisk.quantization.int4;

import dev.brisk.graph.Node;
import java.util.Optional;

/** Rows picked from a large constant table, as embeddings are. */
final class GatherRule implements Rule {
  /** Below so many bytes a table is not worth it. */
  private static final long LEAST_BYTES = 64L << 10;

  @Override
  public String operator() {
    return "Gather";
  }

  @Override
  public Verdict judge(Node node, Level level, Settings settings) {
    Level.Constant constant = level.constant(node.input(0));
    Optional<String> obstacle = Weights.obstacle(constant, true, settings.grid());
    if (constant == null || obstacle.isPresent()) {
      return new Verdict.Kept(obstacle.orElseThrow());
    }
    if (!settings.embeddings()) {
      return new Verdict.Kept("embeddings are to stay plain");
    }
    Optional<String> unfit = settings.form().obstacleToLookups();
    if (unfit.isPresent()) {
      return new Verdict.Kept(unfit.get());
    }
    if (constant.tensor().byteSize() < LEAST_BYTES) {
      return new Verdict.Kept("its table is small");
    }
    if (node.attributes().intOr("axis", 0) != 0 && node.attributes().intOr("axis", 0) != -2) {
      return new Verdict.Kept("it picks columns, not rows");
    }
    if (constant.tensor().shape().dim(1) * settings.grid().bits() % Byte.SIZE != 0) {
      return new Verdict.Kept("its rows do not end with a byte");
    }
    return new Verdict.Lookup(
        node, new Verdict.Weight(constant.owner(), constant.name(), true, true));
  }
}
