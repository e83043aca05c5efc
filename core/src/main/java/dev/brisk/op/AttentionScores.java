package dev.brisk.op;

import dev.brisk.graph.Node;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that multiply queries by keys, and with a number: before the product, after it, or both.
 *
 * @param queries of shape (batch, heads, steps, size)
 * @param keys what the queries are multiplied by
 * @param scale the number
 * @param nodes the nodes
 */
record AttentionScores(String queries, AttentionKeys keys, double scale, Set<Node> nodes) {
  /** The axes of queries, keys and values. */
  static final int RANK = 4;

  AttentionScores {
    nodes = Set.copyOf(nodes);
  }

  /** What makes a value, which only one node reads; null if that is something else. */
  static @Nullable AttentionScores of(String value, Surroundings around) {
    Scaled scaled = Scaled.of(value, around);
    Node product = around.maker(scaled.value(), "MatMul");
    if (product == null) {
      return null;
    }
    Scaled queries = Scaled.of(product.input(0), around);
    Scaled right = Scaled.of(product.input(1), around);
    AttentionKeys keys = AttentionKeys.of(right.value(), around);
    if (keys == null) {
      return null;
    }
    Set<Node> nodes = new HashSet<>(Set.of(product));
    nodes.addAll(scaled.nodes());
    nodes.addAll(queries.nodes());
    nodes.addAll(right.nodes());
    double scale = scaled.factor() * queries.factor() * right.factor();
    return new AttentionScores(queries.value(), keys, scale, nodes);
  }

  /** A number times a value. */
  private record Scaled(String value, double factor, Set<Node> nodes) {
    static Scaled of(String value, Surroundings around) {
      Factors factors = Factors.of(value, around);
      return factors.values().size() == 1
          ? new Scaled(factors.values().get(0), factors.constant(), factors.nodes())
          : new Scaled(value, 1, Set.of());
    }
  }
}
