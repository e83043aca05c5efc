package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How scores are masked: not at all, by an Add, or by a Where that puts a number in their place
 * which would swallow them in a sum, if they are finite.
 *
 * @param masked the scores
 * @param node what masks them; null if nothing does
 * @param place which of the node's inputs are the scores
 */
record AttentionMask(AttentionScores masked, @Nullable Node node, int place) {
  /** Of float32; no score that can be computed shows in a sum with it. */
  private static final double SWALLOWS = -1e30;

  /** How scores are masked that make up a value; null if it is something else. */
  static @Nullable AttentionMask of(String value, Surroundings around) {
    AttentionScores bare = AttentionScores.of(value, around);
    if (bare != null) {
      return new AttentionMask(bare, null, 0);
    }
    Node add = around.maker(value, "Add");
    Node where = around.maker(value, "Where");
    for (int place = 0; place < 2 && add != null; place++) {
      AttentionMask mask = of(add, place, around);
      if (mask != null) {
        return mask;
      }
    }
    for (int place = 1; place <= 2 && where != null; place++) {
      if (swallows(where.input(3 - place), around)) {
        return of(where, place, around);
      }
    }
    return null;
  }

  private static @Nullable AttentionMask of(Node node, int place, Surroundings around) {
    String scores = node.input(place);
    AttentionScores masked =
        around.haveOneShape(scores, node.output(0)) ? AttentionScores.of(scores, around) : null;
    return masked == null ? null : new AttentionMask(masked, node, place);
  }

  private static boolean swallows(String value, Surroundings around) {
    double number = around.number(value);
    return number == Double.NEGATIVE_INFINITY
        || (number <= SWALLOWS && around.elementType(value) == ElementType.FLOAT32);
  }

  boolean isThere() {
    return node != null;
  }

  /** The nodes that mask. */
  Set<Node> nodes() {
    return node == null ? Set.of() : Set.of(node);
  }

  /** What is added, or tells where to put the number. */
  private String mask(Node by) {
    return by.input(by.is("Add") ? 1 - place : 0);
  }

  /**
   * Whether there is an element for each key: Attention takes keys without one for forbidden. Of
   * masks of three axes runtimes differ in what the first one is.
   */
  boolean fits(Dim keys, Surroundings around) {
    Shape shape = node == null ? null : around.shape(mask(node));
    return shape != null
        && (shape.rank() == 2 || shape.rank() == AttentionScores.RANK)
        && Dim.of(shape, shape.rank() - 1).same(keys)
        && isForEachOrAll(Dim.of(shape, shape.rank() - 2), around);
  }

  /** Whether it is known to have a row for each query, or one for all. */
  private boolean isForEachOrAll(Dim rows, Surroundings around) {
    Shape queries = around.shape(masked.queries());
    return rows.is(1) || (queries != null && rows.same(Dim.of(queries, 2)));
  }

  /** What is to be added to the scores. */
  String made(Assembly assembly) {
    if (node == null) {
      return "";
    }
    String added = node.is("Add") ? mask(node) : chosen(node, assembly);
    Shape shape = assembly.around().shape(mask(node));
    boolean forAll = shape != null && shape.dim(shape.rank() - 2) == 1;
    return forAll ? forEach(added, assembly) : added;
  }

  /** The number where it was put, else 0. */
  private String chosen(Node where, Assembly assembly) {
    ElementType type = assembly.around().elementType(where.output(0));
    Tensor zero = Tensor.of(new double[] {0}).to(type == null ? ElementType.FLOAT32 : type);
    List<String> inputs = new ArrayList<>(where.inputs());
    inputs.set(place, assembly.constant("nothing", zero));
    return assembly.node("Where", "mask", inputs);
  }

  /** A mask that is one for all queries as one for each: not all runtimes stretch it. */
  private String forEach(String mask, Assembly assembly) {
    Shape queries = assembly.around().shape(masked.queries());
    long count = queries == null ? Shape.FREE : queries.dim(2);
    if (count == 1) {
      return mask;
    }
    String sizes =
        count == Shape.FREE
            ? counted(assembly)
            : assembly.constant("sizes", Tensor.of(new long[] {count, 1}, 2));
    return assembly.node("Expand", "stretched", List.of(mask, sizes));
  }

  private String counted(Assembly assembly) {
    Attribute[] second = {Attribute.of("start", 2L), Attribute.of("end", 3L)};
    String count = assembly.node("Shape", "steps", List.of(masked.queries()), second);
    String one = assembly.constant("one", Tensor.of(new long[] {1}, 1));
    return assembly.node("Concat", "sizes", List.of(count, one), Attribute.of("axis", 0L));
  }
}
