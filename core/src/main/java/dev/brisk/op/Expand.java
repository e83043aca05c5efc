package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Tensor input = node.constant(0);
    Shape shape = node.toldShape(0);
    if (input == null || shape == null || !Moved.movable(input)) {
      return null;
    }
    return Moved.by(Strides.stretched(input.shape(), shape), input, shape);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return Moved.keepsType(node);
  }
}
