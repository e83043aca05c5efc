package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements of one or the other input, as a condition tells. */
final class Where implements Operator {
  @Override
  public String type() {
    return "Where";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape both = Broadcast.of(node.shape(1), node.shape(2));
    node.output(0, node.elementType(1), Broadcast.of(node.shape(0), both));
  }

  @Override
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Tensor condition = node.constant(0);
    Tensor yes = node.constant(1);
    Tensor no = node.constant(2);
    Shape shape = node.toldShape(0);
    if (condition == null || yes == null || no == null || shape == null || !Moved.movable(yes)) {
      return null;
    }
    long[] tests = condition.toLongArray();
    int[] which = Strides.stretched(condition.shape(), shape);
    int[] ofYes = Strides.stretched(yes.shape(), shape);
    int[] ofNo = Strides.stretched(no.shape(), shape);
    Tensor made = Tensor.allocate(yes.elementType(), shape);
    for (int i = 0; i < which.length; i++) {
      boolean first = tests[which[i]] != 0;
      Moved.copy(first ? yes : no, first ? ofYes[i] : ofNo[i], made, i);
    }
    return List.of(made);
  }
}
