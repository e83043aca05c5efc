package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** Strings each followed by another, stretched to a common shape. */
final class StringConcat implements Operator {
  @Override
  public String type() {
    return "StringConcat";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, ElementType.STRING, Broadcast.of(node.shape(0), node.shape(1)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray left = node.array(0);
    NdArray right = node.array(1);
    Stretched pair = Stretched.of(left, right);
    String[] joined = new String[pair.size()];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = left.strings()[pair.left(i)] + right.strings()[pair.right(i)];
    }
    return List.of(NdArray.of(pair.shape(), joined));
  }
}
