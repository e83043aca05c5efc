package dev.brisk.op;

import dev.brisk.graph.ValueType;
import java.util.List;

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
  public List<? extends Datum> evaluate(Evaluation node) {
    Datum input = node.datum(0);
    return input == null ? List.of(new Datum.Nothing()) : List.of(input);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return true;
  }
}
