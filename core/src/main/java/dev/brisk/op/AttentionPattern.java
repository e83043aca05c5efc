package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An Attention for the products, the factors, the mask and the Softmax that it consists of, with
 * heads on an axis of their own. The sizes must be known as far as that nothing is repeated but
 * keys and values of a single head.
 *
 * <p>Where a mask leaves a query nothing to look at, because all that it adds is minus infinity,
 * Attention gives zeros; the parts give NaN unless they replace that with 0.
 */
final class AttentionPattern implements Pattern {
  @Override
  public int since() {
    return 23;
  }

  @Override
  public @Nullable Rewrite endingWith(Node last, Surroundings around) {
    if (!last.is("MatMul")) {
      return null;
    }
    Set<Node> nodes = new HashSet<>(Set.of(last));
    Node softmax = softmax(last.input(0), nodes, around);
    AttentionMask mask = softmax == null ? null : AttentionMask.of(softmax.input(0), around);
    if (mask == null || !fit(mask, last.input(1), around)) {
      return null;
    }
    AttentionScores scores = mask.masked();
    nodes.addAll(mask.nodes());
    nodes.addAll(scores.nodes());
    Assembly assembly = new Assembly(last, around);
    List<String> inputs = new ArrayList<>();
    inputs.add(scores.queries());
    inputs.add(scores.keys().made(assembly));
    inputs.add(last.input(1));
    if (mask.isThere()) {
      inputs.add(mask.made(assembly));
    }
    Attribute scale = Attribute.of("scale", (float) scores.scale());
    Node attention = Node.of("Attention", last.name(), inputs, last.outputs(), scale);
    return assembly.ending(attention, nodes);
  }

  /** The Softmax over the last axis that makes a value, be it with 0 in place of NaN. */
  private static @Nullable Node softmax(String value, Set<Node> nodes, Surroundings around) {
    Node guard = around.maker(value, "Where");
    Node test = guard == null ? null : around.maker(guard.input(0), "IsNaN");
    String weights = value;
    if (guard != null && test != null) {
      weights = guard.input(2);
      if (!test.input(0).equals(weights) || around.number(guard.input(1)) != 0) {
        return null;
      }
      nodes.addAll(Set.of(guard, test));
    }
    Node softmax = around.maker(weights, "Softmax");
    if (softmax == null) {
      return null;
    }
    nodes.add(softmax);
    long axis = softmax.attributes().intOr("axis", -1);
    return axis == -1 || axis == AttentionScores.RANK - 1 ? softmax : null;
  }

  /** Whether batches and heads of all are the same, and their type is one of Attention's. */
  private static boolean fit(AttentionMask mask, String values, Surroundings around) {
    AttentionScores scores = mask.masked();
    ElementType type = around.elementType(scores.queries());
    Shape q = around.shape(scores.queries());
    Shape k = around.shape(scores.keys().transposed());
    Shape v = around.shape(values);
    if (q == null || k == null || v == null || !isFloat(type) || !isScale(scores.scale())) {
      return false;
    }
    int rank = AttentionScores.RANK;
    return q.rank() == rank
        && k.rank() == rank
        && v.rank() == rank
        && same(q, 0, k)
        && same(q, 0, v)
        && same(k, 1, v)
        && (same(q, 1, k) || k.dim(1) == 1)
        && (!mask.isThere() || mask.fits(Dim.of(k, 3), around));
  }

  /** Whether its root, by which queries and keys are multiplied each, is a number. */
  private static boolean isScale(double scale) {
    return (float) scale >= Float.MIN_NORMAL && Float.isFinite((float) scale);
  }

  private static boolean isFloat(@Nullable ElementType type) {
    return type == ElementType.FLOAT32 || type == ElementType.FLOAT16;
  }

  private static boolean same(Shape left, int axis, Shape right) {
    return Dim.of(left, axis).same(Dim.of(right, axis));
  }
}
