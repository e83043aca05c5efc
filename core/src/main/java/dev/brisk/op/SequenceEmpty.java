package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** A sequence of no tensors. */
final class SequenceEmpty implements Operator {
  @Override
  public String type() {
    return "SequenceEmpty";
  }

  @Override
  public void infer(InferenceContext node) {
    long code = node.attributes().intOr("dtype", ElementType.FLOAT32.onnxCode());
    Sequences.tell(node, 0, ElementType.ofOnnxCode(Math.toIntExact(code)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    return List.of(new Datum.Sequence(List.of()));
  }
}
