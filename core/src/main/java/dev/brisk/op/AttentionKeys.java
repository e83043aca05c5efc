package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that nodes transpose to be multiplied with queries.
 *
 * @param transposed what the nodes make, of shape (batch, heads, size, steps)
 * @param origin what they make it of
 * @param order the order of the origin's axes that gives (batch, heads, steps, size)
 */
record AttentionKeys(String transposed, String origin, List<Long> order) {
  private static final List<Long> AS_IT_IS = List.of(0L, 1L, 2L, 3L);

  /** What is transposed to a value; null if nothing is known to be. */
  static @Nullable AttentionKeys of(String value, Surroundings around) {
    Node transpose = around.maker(value, "Transpose");
    long[] order = transpose == null ? null : transpose.attributes().ints("perm");
    if (transpose != null && order != null && order.length == AttentionScores.RANK) {
      List<Long> swapped = List.of(order[0], order[1], order[3], order[2]);
      return new AttentionKeys(value, transpose.input(0), swapped);
    }
    return folded(value, around);
  }

  /** Exporters that do not know the rank fold all axes but the last two into one meanwhile. */
  private static @Nullable AttentionKeys folded(String value, Surroundings around) {
    Node unfold = around.maker(value, "Reshape");
    Node transpose = unfold == null ? null : around.maker(unfold.input(0), "Transpose");
    Node fold = transpose == null ? null : around.maker(transpose.input(0), "Reshape");
    if (transpose == null
        || fold == null
        || !Arrays.equals(transpose.attributes().ints("perm"), new long[] {0, 2, 1})) {
      return null;
    }
    Shape before = around.shape(fold.input(0));
    Shape between = around.shape(fold.output(0));
    Shape after = around.shape(value);
    boolean swaps =
        before != null
            && between != null
            && after != null
            && before.rank() == AttentionScores.RANK
            && after.rank() == AttentionScores.RANK
            && between.rank() == 3
            && same(before, 0, after, 0)
            && same(before, 1, after, 1)
            && same(before, 2, after, 3)
            && same(before, 3, after, 2)
            && same(before, 2, between, 1)
            && same(before, 3, between, 2);
    return swaps ? new AttentionKeys(value, fold.input(0), AS_IT_IS) : null;
  }

  private static boolean same(Shape left, int axis, Shape right, int other) {
    return Dim.of(left, axis).same(Dim.of(right, other));
  }

  /** The keys as (batch, heads, steps, size). */
  String made(Assembly assembly) {
    if (order.equals(AS_IT_IS)) {
      return origin;
    }
    long[] perm = order.stream().mapToLong(axis -> axis).toArray();
    return assembly.node("Transpose", "keys", List.of(origin), Attribute.of("perm", perm));
  }
}
