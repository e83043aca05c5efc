package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** 1 where an element is above a threshold, else 0. */
final class Binarizer implements Operator {
  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return "Binarizer";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    double threshold = node.attributes().floatOr("threshold", 0);
    double[] values = input.doubles();
    long[] above = new long[values.length];
    for (int i = 0; i < above.length; i++) {
      above[i] = values[i] > threshold ? 1 : 0;
    }
    NdArray made = NdArray.of(ElementType.INT64, input.shape(), above);
    return List.of(Casting.to(input.elementType(), made, true));
  }
}
