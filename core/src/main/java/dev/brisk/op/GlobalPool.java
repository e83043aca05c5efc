package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;

/** A pool over all spatial axes, each of which becomes 1. */
final class GlobalPool implements Operator {
  private final String type;

  GlobalPool(String type) {
    this.type = type;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      node.output(0, node.elementType(0), null);
      return;
    }
    List<Dim> dims = Dim.list(input);
    boolean last = node.attributes().intOr("channels_last", 0) != 0;
    for (int axis = 1; axis < dims.size(); axis++) {
      if (axis != (last ? dims.size() - 1 : 1)) {
        dims.set(axis, Dim.of(1));
      }
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.taken(node, type.equals("GlobalLpPool") ? 2 : 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Shape shape = node.outputShape(0);
    return List.of(
        switch (type) {
          case "GlobalAveragePool" -> folded(node, Fold.MEAN, input, shape);
          case "GlobalMaxPool" -> folded(node, Fold.MAX, input, shape);
          default -> norm(node, input, shape);
        });
  }

  private static NdArray folded(Evaluation node, Fold fold, NdArray input, Shape shape) {
    return Reduction.folded(node, fold, input, spatial(input.rank()), shape);
  }

  private static boolean[] spatial(int rank) {
    boolean[] spatial = new boolean[rank];
    Arrays.fill(spatial, Math.min(2, rank), rank, true);
    return spatial;
  }

  private static NdArray norm(Evaluation node, NdArray input, Shape shape) {
    double power = power(node);
    double[] powers = input.doubles().clone();
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(Math.abs(powers[i]), power);
    }
    NdArray raised = NdArray.of(ElementType.FLOAT64, input.shape(), powers);
    double[] norms = folded(node, Fold.SUM, raised, shape).doubles().clone();
    for (int i = 0; i < norms.length; i++) {
      norms[i] = Math.pow(norms[i], 1 / power);
    }
    return NdArray.of(input.elementType(), shape, norms);
  }

  /** The p of an Lp norm; a float in the first operator sets. */
  static double power(Evaluation node) {
    return node.opset() < 2
        ? node.attributes().floatOr("p", 2)
        : (double) node.attributes().intOr("p", 2);
  }
}
