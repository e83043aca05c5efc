package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decision trees that give numbers. */
final class TreeEnsemble implements Operator {
  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return "TreeEnsemble";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Dim rows = shape == null || shape.rank() < 2 ? Dim.UNKNOWN : Dim.of(shape, 0);
    Dim targets = Dim.of(node.attributes().intOr("n_targets", 1));
    node.output(0, node.elementType(0), Dim.shape(List.of(rows, targets)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int targets = Math.toIntExact(node.attributes().intOr("n_targets", 1));
    Trees.Joining joining =
        choice(Trees.Joining.values(), node.attributes().intOr("aggregate_function", 1));
    PostTransform transform =
        choice(PostTransform.values(), node.attributes().intOr("post_transform", 0));
    double[] scores = scores(trees(node), input, targets, joining);
    transform.apply(scores, targets);
    Shape shape = Shape.of(scores.length / targets, targets);
    return List.of(NdArray.of(input.elementType(), shape, scores));
  }

  /** The joined votes for each row of an input, one row after another. */
  static double[] scores(Trees trees, NdArray input, int targets, Trees.Joining joining) {
    int features = input.rank() == 0 ? 1 : input.dim(input.rank() - 1);
    double[] examples = input.doubles();
    int rows = features == 0 ? 0 : examples.length / features;
    double[] scores = new double[Math.multiplyExact(rows, targets)];
    for (int row = 0; row < rows; row++) {
      double[] own = trees.scores(examples, row * features, features, targets, joining);
      System.arraycopy(own, 0, scores, row * targets, targets);
    }
    return scores;
  }

  private static <T> T choice(T[] choices, long given) {
    if (given < 0 || given >= choices.length) {
      throw new InvalidModelException(
          "A choice must be 0 to %d, but is %d".formatted(choices.length - 1, given));
    }
    return choices[(int) given];
  }

  private static Trees trees(InferenceContext node) {
    NdArray weights = ListAttributes.require(node.attributes(), "leaf_weights");
    long[] targets = longs(node, "leaf_targetids");
    List<List<Trees.Vote>> leaves = Trees.emptyLeaves(targets.length);
    for (int i = 0; i < targets.length; i++) {
      leaves.get(i).add(new Trees.Vote((int) targets[i], weights.asDouble(i)));
    }
    List<Integer> roots = new ArrayList<>();
    for (long root : longs(node, "tree_roots")) {
      roots.add(Math.toIntExact(root));
    }
    return new Trees(nodes(node), leaves, roots);
  }

  private static List<Trees.Node> nodes(InferenceContext node) {
    long[] modes = longs(node, "nodes_modes");
    long[] features = longs(node, "nodes_featureids");
    double[] splits = ListAttributes.require(node.attributes(), "nodes_splits").doubles();
    int[] yes = next(longs(node, "nodes_truenodeids"), longs(node, "nodes_trueleafs"));
    int[] no = next(longs(node, "nodes_falsenodeids"), longs(node, "nodes_falseleafs"));
    NdArray missing = ListAttributes.of(node.attributes(), "nodes_missing_value_tracks_true");
    NdArray members = ListAttributes.of(node.attributes(), "membership_values");
    int at = 0;
    List<Trees.Node> nodes = new ArrayList<>();
    for (int i = 0; i < modes.length; i++) {
      Trees.Test test = choice(Trees.Test.values(), modes[i]);
      Set<Double> own = new HashSet<>();
      if (test == Trees.Test.BRANCH_MEMBER && members != null) {
        for (; at < members.size() && !Double.isNaN(members.asDouble(at)); at++) {
          own.add(members.asDouble(at) + 0.0); // one zero
        }
        at++; // NaN ends a node's members
      }
      boolean missingHolds = missing != null && missing.asLong(i) != 0;
      int feature = Math.toIntExact(features[i]);
      nodes.add(new Trees.Node(test, feature, splits[i], own, yes[i], no[i], missingHolds));
    }
    return nodes;
  }

  private static int[] next(long[] places, long[] leafs) {
    int[] next = new int[places.length];
    for (int i = 0; i < next.length; i++) {
      int place = Math.toIntExact(places[i]);
      next[i] = leafs[i] != 0 ? ~place : place;
    }
    return next;
  }

  private static long[] longs(InferenceContext node, String attribute) {
    return ListAttributes.require(node.attributes(), attribute).longs();
  }
}
