package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

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
  public long operations(InferenceContext node) {
    return Weights.made(node, 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape shape = node.outputShape(0);
    NdArray yes = node.array(1);
    int[] tests = node.array(0).ints();
    int[] which = Strides.stretched(node.array(0).shape(), shape);
    int[] ofYes = Strides.stretched(yes.shape(), shape);
    int[] ofNo = Strides.stretched(node.array(2).shape(), shape);
    int[] places = new int[which.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = tests[which[i]] != 0 ? ofYes[i] : yes.size() + ofNo[i];
    }
    return List.of(NdArray.join(yes, node.array(2)).take(shape, places));
  }
}
