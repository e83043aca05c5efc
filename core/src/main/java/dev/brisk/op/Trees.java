package dev.brisk.op;

import dev.brisk.InvalidModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decision trees whose leaves vote. */
final class Trees {
  /** How a feature is compared with a node's value; their order is the standard's. */
  enum Test {
    BRANCH_LEQ,
    BRANCH_LT,
    BRANCH_GTE,
    BRANCH_GT,
    BRANCH_EQ,
    BRANCH_NEQ,
    BRANCH_MEMBER
  }

  /** How votes are joined; their order is the standard's. */
  enum Joining {
    AVERAGE,
    SUM,
    MIN,
    MAX
  }

  /**
   * An inner node.
   *
   * @param yes where to go on if the test holds: a node, or the complement of a leaf
   * @param no where to go on else
   * @param missingHolds whether the test holds for NaN
   */
  record Node(
      Test test,
      int feature,
      double value,
      Set<Double> members,
      int yes,
      int no,
      boolean missingHolds) {
    boolean holds(double given) {
      return (missingHolds && Double.isNaN(given))
          || switch (test) {
            case BRANCH_LEQ -> given <= value;
            case BRANCH_LT -> given < value;
            case BRANCH_GTE -> given >= value;
            case BRANCH_GT -> given > value;
            case BRANCH_EQ -> given == value;
            case BRANCH_NEQ -> given != value;
            case BRANCH_MEMBER -> members.contains(given + 0.0); // one zero
          };
    }
  }

  /** What a leaf adds to a target. */
  record Vote(int target, double weight) {}

  private final List<Node> nodes;
  private final List<List<Vote>> leaves;
  private final List<Integer> roots;

  /**
   * Some trees.
   *
   * @param roots for each tree its root: a node, or the complement of a leaf
   */
  Trees(List<Node> nodes, List<List<Vote>> leaves, List<Integer> roots) {
    this.nodes = nodes;
    this.leaves = leaves;
    this.roots = roots;
  }

  /** The joined votes of all trees for the example that begins at a place; 0 where none votes. */
  double[] scores(double[] examples, int from, int features, int targets, Joining joining) {
    double[] scores = new double[targets];
    boolean[] voted = new boolean[targets];
    for (int root : roots) {
      for (Vote vote : leaf(root, examples, from, features)) {
        int target = vote.target();
        scores[target] =
            voted[target] ? joined(joining, scores[target], vote.weight()) : vote.weight();
        voted[target] = true;
      }
    }
    for (int target = 0; joining == Joining.AVERAGE && target < targets; target++) {
      scores[target] /= roots.size();
    }
    return scores;
  }

  private static double joined(Joining joining, double before, double vote) {
    return switch (joining) {
      case AVERAGE, SUM -> before + vote;
      case MIN -> Math.min(before, vote);
      case MAX -> Math.max(before, vote);
    };
  }

  private List<Vote> leaf(int root, double[] examples, int from, int features) {
    int at = root;
    for (int depth = 0; at >= 0; depth++) {
      Node node = nodes.get(at);
      if (depth > nodes.size() || node.feature() < 0 || node.feature() >= features) {
        throw new InvalidModelException(
            "Node %d of a tree leads nowhere with %d features".formatted(at, features));
      }
      at = node.holds(examples[from + node.feature()]) ? node.yes() : node.no();
    }
    return leaves.get(~at);
  }

  /** So many leaves that have no votes yet. */
  static List<List<Vote>> emptyLeaves(int count) {
    List<List<Vote>> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(new ArrayList<>());
    }
    return leaves;
  }
}
