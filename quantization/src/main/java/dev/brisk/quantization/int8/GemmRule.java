package dev.brisk.quantization.int8;

import dev.brisk.Shape;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Pairs;
import java.util.Set;

/** Matrix products with constant weights and bias. */
final class GemmRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Gemm");
  }

  @Override
  public Form form(Node node, Facts facts) {
    Initializer weights = facts.floats(node, 1);
    if (weights == null || !Facts.isFinite(weights)) {
      return new Form.Kept("its weights are not finite float32 constants");
    }
    if (node.attributes().intOr("transA", 0) != 0) {
      return new Form.Kept("it transposes its input");
    }
    if (node.attributes().floatOr("alpha", 1) != 1 || node.attributes().floatOr("beta", 1) != 1) {
      return new Form.Kept("it scales its product or its bias");
    }
    boolean transposed = node.attributes().intOr("transB", 0) != 0;
    long outputs = weights.shape().dim(transposed ? 0 : 1);
    boolean hasBias = !node.input(2).isEmpty();
    Initializer bias = facts.floats(node, 2);
    if (hasBias && (bias == null || !Facts.isFinite(bias) || !isVector(bias.shape(), outputs))) {
      return new Form.Kept("its bias is not a finite float32 constant for each output");
    }
    int length = Math.toIntExact(weights.shape().dim(transposed ? 1 : 0));
    return new Form.Weighted(
        1, transposed ? 0 : 1, Pairs.ofDotProduct(length), hasBias ? 2 : -1, false);
  }

  private static boolean isVector(Shape shape, long size) {
    return shape.rank() == 1 && shape.dim(0) == size;
  }
}
