package dev.brisk.op;

import dev.brisk.Tensor;
import dev.brisk.graph.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its input. */
final class Identity implements Operator {
  @Override
  public String type() {
    return "Identity";
  }

  @Override
  public void infer(InferenceContext node) {
    ValueType type = node.input(0);
    if (type != null) {
      node.output(0, type);
    }
    List<Dim> elements = node.integers(0);
    if (elements != null) {
      node.integers(0, elements);
    }
  }

  @Override
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Tensor input = node.constant(0);
    return input == null ? null : List.of(input);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return true;
  }
}
