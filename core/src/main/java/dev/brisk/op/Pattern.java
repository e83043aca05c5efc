package dev.brisk.op;

import dev.brisk.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * What exporters write in place of one node of an operator. Stateless and thread-safe.
 *
 * @see Operator#pattern
 */
public interface Pattern {
  /** The first version of the operator's domain that has it. */
  int since();

  /**
   * One node of the operator for those that compute the same and of which the given one is the
   * last; null if it is the last of something else. The caller sees to it that nothing else reads
   * what the nodes compute that go, and that values keep their types.
   */
  @Nullable Rewrite endingWith(Node last, Surroundings around);
}
