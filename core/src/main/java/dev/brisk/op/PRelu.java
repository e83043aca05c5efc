package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.Arrays;
import java.util.List;

/** Its input, the negative elements times a slope that stretches to the input's shape. */
final class PRelu implements Operator {
  @Override
  public String type() {
    return "PRelu";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, 2);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray slope = aligned(node, input, node.array(1));
    int[] places = Strides.stretched(slope.shape(), input.shape());
    if (input.isFloat()) {
      double[] values = input.doubles().clone();
      double[] slopes = slope.doubles();
      for (int i = 0; i < values.length; i++) {
        values[i] = values[i] < 0 ? values[i] * slopes[places[i]] : values[i];
      }
      return List.of(NdArray.of(input.elementType(), input.shape(), values));
    }
    long[] values = input.longs().clone();
    long[] slopes = slope.longs();
    boolean signed = input.elementType() != ElementType.UINT64;
    for (int i = 0; i < values.length; i++) {
      values[i] = signed && values[i] < 0 ? values[i] * slopes[places[i]] : values[i];
    }
    return List.of(NdArray.of(input.elementType(), input.shape(), values));
  }

  /** Before version 7 a vector of slopes went along axis 1. */
  private static NdArray aligned(Evaluation node, NdArray input, NdArray slope) {
    if (node.opset() >= 7 || slope.rank() != 1 || slope.size() == 1 || input.rank() < 2) {
      return slope;
    }
    long[] dims = new long[input.rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = slope.size();
    return slope.reshape(dims);
  }
}
