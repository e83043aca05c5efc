package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/** How many elements a sequence has. */
final class SequenceLength implements Operator {
  @Override
  public String type() {
    return "SequenceLength";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, ElementType.INT64, Shape.scalar());
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    return List.of(NdArray.scalar(ElementType.INT64, Sequences.items(node, 0).size()));
  }
}
