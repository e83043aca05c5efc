package dev.brisk.quantization.dynamic;

import dev.brisk.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one list of dynamic rules. */
final class DynamicRules {
  private static final List<DynamicRule> ALL =
      List.of(new DynamicMatMul(), new DynamicGemm(), new DynamicLstm());

  private DynamicRules() {}

  /** The rule for a node, or null if there is none. */
  static @Nullable DynamicRule of(Node node) {
    return ALL.stream().filter(rule -> node.is(rule.operator())).findFirst().orElse(null);
  }
}
