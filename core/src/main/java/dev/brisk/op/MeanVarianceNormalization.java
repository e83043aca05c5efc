package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Each element less the mean over the given axes, by the deviation over them. */
final class MeanVarianceNormalization implements Operator {
  private static final double EPSILON = 1e-9; // added to the deviation, so squared to the variance

  @Override
  public String type() {
    return "MeanVarianceNormalization";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.STANDARDIZING);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long[] axes = node.attributes().ints("axes");
    Shape groups = input.shape();
    for (long axis : axes == null ? new long[] {0, 2, 3} : axes) {
      groups = groups.withDim(Axes.of(axis, input.rank()), 1);
    }
    Standardized standard = Standardized.of(input, groups, true, EPSILON * EPSILON);
    return List.of(NdArray.of(input.elementType(), input.shape(), standard.values));
  }
}
