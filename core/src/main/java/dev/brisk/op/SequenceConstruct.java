package dev.brisk.op;

import java.util.ArrayList;
import java.util.List;

/** A sequence of its inputs. */
final class SequenceConstruct implements Operator {
  @Override
  public String type() {
    return "SequenceConstruct";
  }

  @Override
  public void infer(InferenceContext node) {
    Sequences.tell(node, 0, node.elementType(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    List<Datum> items = new ArrayList<>();
    for (int input = 0; input < node.inputs(); input++) {
      items.add(node.array(input));
    }
    return List.of(new Datum.Sequence(items));
  }
}
