package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** The boxes that remain: rows of batch, class and box. */
final class NonMaxSuppression implements Operator {
  @Override
  public String type() {
    return "NonMaxSuppression";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, ElementType.INT64, Dim.shape(List.of(Dim.UNKNOWN, Dim.of(3))));
  }
}
