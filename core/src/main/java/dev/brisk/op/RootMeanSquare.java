package dev.brisk.op;

import dev.brisk.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that compute {@code x / sqrt(mean(x * x) + epsilon)} with the mean over the last axes, in
 * one of the forms that exporters write.
 *
 * @param x what is divided by the root of the mean of its squares
 * @param axis the first axis of the mean
 * @param epsilon what keeps the divisor from 0
 * @param nodes the nodes
 */
record RootMeanSquare(String x, int axis, float epsilon, Set<Node> nodes) {
  RootMeanSquare {
    nodes = Set.copyOf(nodes);
  }

  /** What ends with the given node; null if that is something else. */
  static @Nullable RootMeanSquare endingWith(Node last, Surroundings around) {
    if (last.is("Div")) {
      return of(last, last.input(0), root(last.input(1), around), around);
    } else if (!last.is("Mul")) {
      return null;
    }
    RootMeanSquare first = of(last, last.input(0), inverse(last.input(1), around), around);
    return first != null ? first : of(last, last.input(1), inverse(last.input(0), around), around);
  }

  /** A square root, or its inverse. */
  private record Root(String of, Set<Node> nodes) {}

  private static @Nullable Root root(String value, Surroundings around) {
    Node root = around.maker(value, "Sqrt");
    if (root != null) {
      return new Root(root.input(0), Set.of(root));
    }
    Node power = around.maker(value, "Pow");
    return power != null && around.number(power.input(1)) == 0.5
        ? new Root(power.input(0), Set.of(power))
        : null;
  }

  private static @Nullable Root inverse(String value, Surroundings around) {
    Node power = around.maker(value, "Pow");
    if (power != null && around.number(power.input(1)) == -0.5) {
      return new Root(power.input(0), Set.of(power));
    }
    Node inverse = around.maker(value, "Reciprocal");
    Node quotient = around.maker(value, "Div");
    if (quotient != null && around.number(quotient.input(0)) == 1) {
      return with(quotient, root(quotient.input(1), around));
    }
    return inverse == null ? null : with(inverse, root(inverse.input(0), around));
  }

  private static @Nullable Root with(Node node, @Nullable Root root) {
    if (root == null) {
      return null;
    }
    Set<Node> nodes = new HashSet<>(root.nodes());
    nodes.add(node);
    return new Root(root.of(), nodes);
  }

  private static boolean isSquare(Factors product, String x) {
    return product.values().equals(List.of(x, x)) && product.constant() == 1;
  }

  private static @Nullable RootMeanSquare of(
      Node last, String x, @Nullable Root root, Surroundings around) {
    Node sum = root == null ? null : around.maker(root.of(), "Add");
    if (root == null || sum == null) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      double epsilon = around.number(sum.input(i));
      Node mean = around.maker(sum.input(1 - i), "ReduceMean");
      Node square = mean == null ? null : around.maker(mean.input(0), "Mul");
      square = mean != null && square == null ? around.maker(mean.input(0), "Pow") : square;
      if (epsilon >= 0
          && mean != null
          && square != null
          && isSquare(Factors.of(square, around), x)
          && around.lastAxesFrom(mean) >= 0) {
        Set<Node> nodes = new HashSet<>(root.nodes());
        nodes.addAll(Set.of(last, sum, mean, square));
        return new RootMeanSquare(x, around.lastAxesFrom(mean), (float) epsilon, nodes);
      }
    }
    return null;
  }
}
