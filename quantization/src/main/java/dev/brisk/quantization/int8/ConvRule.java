package dev.brisk.quantization.int8;

import dev.brisk.Shape;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Pairs;
import java.util.Set;

/** Convolutions with constant weights. Their kernels give codes only. */
final class ConvRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Conv");
  }

  @Override
  public Form form(Node node, Facts facts) {
    Initializer weights = facts.floats(node, 1);
    if (weights == null) {
      return new Form.Kept("its weights are not float32 constants");
    }
    boolean hasBias = !node.input(2).isEmpty();
    Initializer bias = facts.floats(node, 2);
    if (hasBias && bias == null) {
      return new Form.Kept("its bias is not a float32 constant");
    }
    if (!Facts.isFinite(weights) || (bias != null && !Facts.isFinite(bias))) {
      return new Form.Kept("its weights hold NaN or infinity");
    }
    Pairs pairs = pairs(weights.shape(), node.attributes().intOr("group", 1));
    return new Form.Weighted(1, 0, pairs, hasBias ? 2 : -1, true);
  }

  /** Depthwise kernels add in 32 bits. */
  private static Pairs pairs(Shape weights, long groups) {
    if (groups > 1 && weights.dim(0) == groups && weights.dim(1) == 1) {
      return Pairs.none();
    }
    int channels = Math.toIntExact(weights.dim(1));
    long positions = 1;
    for (int i = 2; i < weights.rank(); i++) {
      positions *= weights.dim(i);
    }
    return Pairs.ofConvolution(channels, Math.toIntExact(positions));
  }
}
