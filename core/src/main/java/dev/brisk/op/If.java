package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One or the other subgraph, as a condition tells. */
final class If implements Operator {
  private static final String THEN = "then_branch";
  private static final String ELSE = "else_branch";

  @Override
  public String type() {
    return "If";
  }

  @Override
  public void infer(InferenceContext node) {
    List<@Nullable ValueType> yes = node.subgraph(graph(node, THEN));
    List<@Nullable ValueType> no = node.subgraph(graph(node, ELSE));
    Tensor condition = node.constant(0);
    Boolean decided =
        (condition == null || condition.elements() != 1) ? null : condition.toLongArray()[0] != 0;
    for (int output = 0; output < node.node().outputs().size(); output++) {
      ValueType type =
          decided == null
              ? Either.of(yes.get(output), no.get(output))
              : (decided ? yes : no).get(output);
      if (type != null) {
        node.output(output, type);
      }
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    return node.run(graph(node, holds(node.array(0)) ? THEN : ELSE), List.of());
  }

  /** Whether a condition, a bool of one element, is true. */
  static boolean holds(Datum condition) {
    if (condition instanceof NdArray array && array.size() == 1) {
      return array.asLong() != 0;
    }
    throw new InvalidInputException("A condition must be one bool, but is " + condition);
  }

  /** The subgraph that an attribute holds. */
  static Graph graph(InferenceContext node, String name) {
    Attribute graph = node.attributes().get(name);
    if (graph == null || graph.subgraphs().isEmpty()) {
      throw new InvalidModelException("Attribute '" + name + "' is missing");
    }
    return graph.subgraphs().get(0);
  }
}
