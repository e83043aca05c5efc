package dev.brisk.op;

import java.util.List;

/** Each element by the sum of sizes, or the root of the sum of squares, along an axis. */
final class LpNormalization implements Operator {
  @Override
  public String type() {
    return "LpNormalization";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, 3);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    boolean squares = node.attributes().intOr("p", 2) == 2;
    int axis = Axes.of(node.attributes().intOr("axis", -1), input.rank());
    int[] group = Strides.stretched(input.shape().withDim(axis, 1), input.shape());
    double[] values = input.doubles().clone();
    double[] sums = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      sums[group[i]] += squares ? values[i] * values[i] : Math.abs(values[i]);
    }
    for (int i = 0; i < values.length; i++) {
      double norm = squares ? Math.sqrt(sums[group[i]]) : sums[group[i]];
      values[i] = norm == 0 ? 0 : values[i] / norm;
    }
    return List.of(NdArray.of(input.elementType(), input.shape(), values));
  }
}
