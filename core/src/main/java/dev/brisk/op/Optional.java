package dev.brisk.op;

import dev.brisk.graph.ValueType;
import java.util.List;

/** Its input as an optional, or an optional that holds nothing. */
final class Optional implements Operator {
  @Override
  public String type() {
    return "Optional";
  }

  @Override
  public void infer(InferenceContext node) {
    ValueType type = node.input(0);
    if (type != null) {
      node.output(0, new ValueType.OfOptional(type));
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Datum given = node.datum(0);
    return List.of(given == null ? new Datum.Nothing() : given);
  }
}
