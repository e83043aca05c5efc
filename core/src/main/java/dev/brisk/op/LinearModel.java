package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums of weighted features: LinearRegressor gives them, LinearClassifier a label too. */
final class LinearModel implements Operator {
  private final String type;
  private final boolean classifier;

  LinearModel(String type) {
    this.type = type;
    this.classifier = type.equals("LinearClassifier");
  }

  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Dim rows = shape == null || shape.rank() < 2 ? Dim.UNKNOWN : Dim.of(shape, 0);
    if (classifier) {
      node.output(0, Classes.of(node).elementType(), Dim.shape(List.of(rows)));
      node.output(1, ElementType.FLOAT32, Axes.unknown(2));
    } else {
      Dim targets = Dim.of(node.attributes().intOr("targets", 1));
      node.output(0, ElementType.FLOAT32, Dim.shape(List.of(rows, targets)));
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int features = input.rank() == 0 ? 1 : input.dim(input.rank() - 1);
    double[] weights = ListAttributes.require(node.attributes(), "coefficients").doubles();
    if (features == 0 || weights.length % features != 0) {
      throw new InvalidInputException(
          "%d coefficients do not fit %d features".formatted(weights.length, features));
    }
    int targets = weights.length / features;
    NdArray given = ListAttributes.of(node.attributes(), "intercepts");
    double[] scores = scores(input.doubles(), features, weights, given);
    PostTransform transform = PostTransform.of(node);
    if (classifier) {
      return Classes.of(node).judged(scores, targets, transform);
    }
    transform.apply(scores, targets);
    Shape shape = Shape.of(scores.length / targets, targets);
    return List.of(NdArray.of(ElementType.FLOAT32, shape, scores));
  }

  private static double[] scores(
      double[] values, int features, double[] weights, @Nullable NdArray intercepts) {
    int targets = weights.length / features;
    double[] scores = new double[values.length / features * targets];
    for (int i = 0; i < scores.length; i++) {
      int row = i / targets * features;
      int target = i % targets;
      double sum = intercepts == null ? 0 : intercepts.asDouble(target);
      for (int feature = 0; feature < features; feature++) {
        sum += values[row + feature] * weights[target * features + feature];
      }
      scores[i] = sum;
    }
    return scores;
  }
}
