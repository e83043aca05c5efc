package dev.brisk.quantization.dynamic;

import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import java.util.Optional;

/** Matrix products with constant weights. */
final class DynamicMatMul implements DynamicRule {
  @Override
  public String operator() {
    return "MatMul";
  }

  @Override
  public Optional<String> rewrite(Node node, Scope scope) {
    Tensor weights = scope.floats(node.input(1));
    if (weights == null || weights.shape().rank() != 2) {
      return Optional.of("its second operand is not a finite float32 constant matrix");
    }
    IntegerProduct.write(
        node,
        weights.toFloatArray(),
        weights.shape().dim(0),
        weights.shape().dim(1),
        node.input(1),
        node.output(0),
        scope);
    return Optional.empty();
  }
}
