package dev.brisk.op;

import java.util.List;

/** The element of a sequence at a position. */
final class SequenceAt implements Operator {
  @Override
  public String type() {
    return "SequenceAt";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, Sequences.elementType(node, 0), null);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    List<Datum> items = Sequences.items(node, 0);
    return List.of(items.get(Sequences.position(node.array(1), items.size())));
  }
}
