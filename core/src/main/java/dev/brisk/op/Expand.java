package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Its input stretched to a shape. */
final class Expand implements Operator {
  @Override
  public String type() {
    return "Expand";
  }

  @Override
  public void infer(InferenceContext node) {
    List<Dim> asked = node.integers(1);
    Shape stretched = asked == null ? null : Broadcast.of(node.shape(0), Dim.shape(asked));
    node.output(0, node.elementType(0), stretched);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape shape = node.outputShape(0);
    return List.of(node.array(0).take(shape, Strides.stretched(node.array(0).shape(), shape)));
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return Move.keepsType(node);
  }
}
