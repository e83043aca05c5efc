package dev.brisk.op;

import java.util.ArrayList;
import java.util.List;

/** A sequence with a tensor more, at its end unless a position is given. */
final class SequenceInsert implements Operator {
  @Override
  public String type() {
    return "SequenceInsert";
  }

  @Override
  public void infer(InferenceContext node) {
    Sequences.tell(node, 0, node.elementType(1));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    List<Datum> items = new ArrayList<>(Sequences.items(node, 0));
    NdArray given = node.arrayOrNull(2);
    NdArray position = given == null ? NdArray.vector(items.size()) : given;
    boolean atEnd = position.asLong() == items.size();
    int place = atEnd ? items.size() : Sequences.position(position, items.size());
    items.add(place, node.array(1));
    return List.of(new Datum.Sequence(items));
  }
}
