package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One or the other subgraph, as a condition tells. */
final class If implements Operator {
  @Override
  public String type() {
    return "If";
  }

  @Override
  public void infer(InferenceContext node) {
    List<@Nullable ValueType> yes = branch(node, "then_branch");
    List<@Nullable ValueType> no = branch(node, "else_branch");
    Tensor condition = node.constant(0);
    Boolean decided =
        (condition == null || condition.elements() != 1) ? null : condition.toLongArray()[0] != 0;
    for (int output = 0; output < node.node().outputs().size(); output++) {
      ValueType type =
          decided == null
              ? common(yes.get(output), no.get(output))
              : (decided ? yes : no).get(output);
      if (type != null) {
        node.output(output, type);
      }
    }
  }

  private static List<@Nullable ValueType> branch(InferenceContext node, String name) {
    Attribute branch = node.attributes().get(name);
    if (branch == null || branch.subgraphs().isEmpty()) {
      throw new InvalidModelException("Attribute '" + name + "' is missing");
    }
    return node.subgraph(branch.subgraphs().get(0));
  }

  private static @Nullable ValueType common(@Nullable ValueType yes, @Nullable ValueType no) {
    if (yes instanceof ValueType.OfTensor left
        && no instanceof ValueType.OfTensor right
        && left.elementType() == right.elementType()) {
      return ValueType.tensor(left.elementType(), common(left.shape(), right.shape()));
    }
    return yes != null && yes.equals(no) ? yes : null;
  }

  private static @Nullable Shape common(@Nullable Shape yes, @Nullable Shape no) {
    if (yes == null || no == null || yes.rank() != no.rank()) {
      return null;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < yes.rank(); axis++) {
      Dim dim = Dim.of(yes, axis);
      dims.add(dim.same(Dim.of(no, axis)) ? dim : Dim.UNKNOWN);
    }
    return Dim.shape(dims);
  }
}
