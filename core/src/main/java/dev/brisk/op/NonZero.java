package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/** Where its input is not zero: a column of indices for each place. */
final class NonZero implements Operator {
  @Override
  public String type() {
    return "NonZero";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    Dim rank = input == null ? Dim.UNKNOWN : Dim.of(Math.max(1, input.rank()));
    node.output(0, ElementType.INT64, Dim.shape(List.of(rank, Dim.UNKNOWN)));
  }
}
