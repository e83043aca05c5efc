package dev.brisk.quantization.int8;

import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Pairs;
import java.util.Set;

/**
 * Matrix products with constant weights. Those of two activations, as in attention, stay float:
 * they are few multiply-adds, and both their operands would lose precision.
 */
final class MatMulRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("MatMul");
  }

  @Override
  public Form form(Node node, Facts facts) {
    if (facts.isConstant(node, 0)) {
      return new Form.Kept("its first operand is the constant one");
    }
    if (!facts.isConstant(node, 1)) {
      return new Form.Kept("it multiplies two activations");
    }
    Initializer weights = facts.floats(node, 1);
    if (weights == null || weights.shape().rank() != 2 || !Facts.isFinite(weights)) {
      return new Form.Kept("its weights are not a finite float32 matrix");
    }
    int length = Math.toIntExact(weights.shape().dim(0));
    return new Form.Weighted(1, 1, Pairs.ofDotProduct(length), -1, false);
  }
}
