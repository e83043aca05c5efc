package dev.brisk.quantization.dynamic;

import dev.brisk.Tensor;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Optional;

/** Matrix products with constant weights, to which anything may be added. */
final class DynamicGemm implements DynamicRule {
  @Override
  public String operator() {
    return "Gemm";
  }

  @Override
  public Optional<String> rewrite(Node node, Scope scope) {
    Attributes attributes = node.attributes();
    Tensor weights = scope.floats(node.input(1));
    if (weights == null) {
      return Optional.of("its weights are not finite float32 constants");
    }
    if (attributes.floatOr("alpha", 1) != 1
        || attributes.floatOr("beta", 1) != 1
        || attributes.intOr("transA", 0) != 0) {
      return Optional.of("it scales or transposes its operands");
    }
    boolean transposed = attributes.intOr("transB", 0) != 0;
    int rows = (int) weights.shape().dim(0);
    int columns = (int) weights.shape().dim(1);
    float[] values = weights.toFloatArray();
    boolean hasBias = !node.input(2).isEmpty();
    String product = hasBias ? scope.unique(node.output(0) + "_product") : node.output(0);
    IntegerProduct.write(
        node,
        transposed ? Transposition.of(values, 1, rows, columns) : values,
        transposed ? columns : rows,
        transposed ? rows : columns,
        node.input(1) + (transposed ? "_transposed" : ""),
        product,
        scope);
    if (hasBias) {
      scope.nodes.add(
          Node.of(
              "Add",
              node.label() + "_bias",
              List.of(product, node.input(2)),
              List.of(node.output(0))));
    }
    return Optional.empty();
  }
}
