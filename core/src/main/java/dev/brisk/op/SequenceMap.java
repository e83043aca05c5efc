package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.graph.Graph;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subgraph run on each element of a sequence, and on those beside it of other sequences. */
final class SequenceMap implements Operator {
  @Override
  public String type() {
    return "SequenceMap";
  }

  @Override
  public void infer(InferenceContext node) {
    List<@Nullable ValueType> made = node.subgraph(If.graph(node, "body"));
    for (int output = 0; output < node.node().outputs().size(); output++) {
      ElementType type =
          made.get(output) instanceof ValueType.OfTensor tensor ? tensor.elementType() : null;
      Sequences.tell(node, output, type);
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Graph body = If.graph(node, "body");
    int count = Sequences.items(node, 0).size();
    Gathered made = new Gathered(body.outputs().size());
    for (int i = 0; i < count; i++) {
      made.add(node.run(body, elements(node, i, count)));
    }
    return made.all().stream().map(Datum.Sequence::new).toList();
  }

  private static List<Datum> elements(Evaluation node, int position, int count) {
    List<Datum> elements = new ArrayList<>();
    for (int input = 0; input < node.inputs(); input++) {
      if (node.datum(input) instanceof Datum.Sequence sequence) {
        if (sequence.items().size() != count) {
          throw new InvalidInputException(
              "Sequences must have one length, but have %d and %d"
                  .formatted(count, sequence.items().size()));
        }
        elements.add(sequence.items().get(position));
      } else {
        elements.add(node.array(input));
      }
    }
    return elements;
  }
}
