package dev.brisk.op;

import java.util.ArrayList;
import java.util.List;

/** A sequence without the element at a position, or without its last. */
final class SequenceErase implements Operator {
  @Override
  public String type() {
    return "SequenceErase";
  }

  @Override
  public void infer(InferenceContext node) {
    Sequences.tell(node, 0, Sequences.elementType(node, 0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    List<Datum> items = new ArrayList<>(Sequences.items(node, 0));
    NdArray position = node.arrayOrNull(1);
    NdArray last = NdArray.vector(-1);
    items.remove(Sequences.position(position == null ? last : position, items.size()));
    return List.of(new Datum.Sequence(items));
  }
}
