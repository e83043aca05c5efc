package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;

/** Decision trees that give numbers, to which base values are added. */
final class TreeEnsembleRegressor implements Operator {
  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return "TreeEnsembleRegressor";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Dim rows = shape == null || shape.rank() < 2 ? Dim.UNKNOWN : Dim.of(shape, 0);
    Dim targets = Dim.of(node.attributes().intOr("n_targets", 1));
    node.output(0, ElementType.FLOAT32, Dim.shape(List.of(rows, targets)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    int targets = Math.toIntExact(node.attributes().intOr("n_targets", 1));
    Trees trees = NamedTrees.of(node, "target");
    double[] scores = TreeEnsemble.scores(trees, node.array(0), targets, joining(node));
    NdArray base = ListAttributes.of(node.attributes(), "base_values", "base_values_as_tensor");
    for (int i = 0; base != null && i < scores.length; i++) {
      scores[i] += base.asDouble(base.size() == 1 ? 0 : i % targets);
    }
    PostTransform.of(node).apply(scores, targets);
    Shape shape = Shape.of(scores.length / targets, targets);
    return List.of(NdArray.of(ElementType.FLOAT32, shape, scores));
  }

  private static Trees.Joining joining(InferenceContext node) {
    String name = node.attributes().stringOr("aggregate_function", "SUM");
    for (Trees.Joining joining : Trees.Joining.values()) {
      if (joining.name().equals(name)) {
        return joining;
      }
    }
    throw new InvalidModelException("There is no aggregate_function '" + name + "'");
  }
}
