package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Decision trees that vote for classes. If they vote for one of two classes alone, its score tells
 * both apart: as a probability where no weight is negative, else by its sign.
 */
final class TreeEnsembleClassifier implements Operator {
  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return "TreeEnsembleClassifier";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Dim rows = shape == null || shape.rank() < 2 ? Dim.UNKNOWN : Dim.of(shape, 0);
    node.output(0, Classes.of(node).elementType(), Dim.shape(List.of(rows)));
    node.output(1, ElementType.FLOAT32, Axes.unknown(2));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Classes classes = Classes.of(node);
    int count = classes.count();
    Trees trees = NamedTrees.of(node, "class");
    double[] scores = TreeEnsemble.scores(trees, node.array(0), count, Trees.Joining.SUM);
    long[] voted = ListAttributes.require(node.attributes(), "class_ids").longs();
    NdArray base = ListAttributes.of(node.attributes(), "base_values", "base_values_as_tensor");
    for (int i = 0; base != null && i < scores.length; i++) {
      int target = i % count;
      scores[i] +=
          base.size() == count ? base.asDouble(target) : target == voted[0] ? base.asDouble() : 0;
    }
    PostTransform transform = PostTransform.of(node);
    if (count == 2 && Arrays.stream(voted).distinct().count() == 1) {
      return pair(node, classes, scores, (int) voted[0]);
    }
    transform.apply(scores, count);
    return classes.given(scores, count, 0.5);
  }

  private static List<NdArray> pair(Evaluation node, Classes classes, double[] scores, int voted) {
    double[] weights =
        ListAttributes.require(node.attributes(), "class_weights", "class_weights_as_tensor")
            .doubles();
    boolean probabilities = Arrays.stream(weights).allMatch(weight -> weight >= 0);
    for (int i = 0; i < scores.length; i += 2) {
      double score = scores[i + voted];
      scores[i] = probabilities ? 1 - score : -score;
      scores[i + 1] = score;
    }
    if (!probabilities) {
      PostTransform.of(node).apply(scores, 2);
    }
    return classes.given(scores, 2, 0.5);
  }
}
