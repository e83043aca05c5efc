package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The one list of rules. An operator that no rule is for computes on floats. */
final class Rules {
  private static final List<Rule> ALL =
      List.of(
          new ConvRule(),
          new ConvTransposeRule(),
          new GemmRule(),
          new MatMulRule(),
          new ArithmeticRule(),
          new ConcatRule(),
          new PoolRule(),
          new ActivationRule(),
          new SoftmaxRule(),
          new ClampRule(),
          new MoveRule(),
          new MaxPoolRule(),
          new ResizeRule(),
          new PadRule());

  private static final Map<String, Rule> BY_OPERATOR = index();

  private Rules() {}

  /** How a node computes in an int8 model. */
  static Form form(Node node, Facts facts) {
    Rule rule = node.domain().isEmpty() ? BY_OPERATOR.get(node.operator()) : null;
    return rule == null
        ? new Form.Kept("there is no integer kernel for " + node.operator())
        : rule.form(node, facts);
  }

  private static Map<String, Rule> index() {
    Map<String, Rule> index = new HashMap<>();
    for (Rule rule : ALL) {
      for (String operator : rule.operators()) {
        if (index.put(operator, rule) != null) {
          throw new IllegalStateException("Two rules are for " + operator);
        }
      }
    }
    return Map.copyOf(index);
  }
}
