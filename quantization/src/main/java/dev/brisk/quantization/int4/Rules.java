package dev.brisk.quantization.int4;

import dev.brisk.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one list of rules. */
final class Rules {
  private static final List<Rule> ALL = List.of(new MatMulRule(), new GemmRule(), new GatherRule());

  private Rules() {}

  /** The rule for a node, or null if there is none. */
  static @Nullable Rule of(Node node) {
    return ALL.stream().filter(rule -> node.is(rule.operator())).findFirst().orElse(null);
  }
}
