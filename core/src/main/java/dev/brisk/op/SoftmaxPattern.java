package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Softmax for its definition, with the largest element taken away from each first. */
final class SoftmaxPattern implements Pattern {
  /** From here on Softmax is over one axis; before, over all axes from one on. */
  private static final int ONE_AXIS = 13;

  @Override
  public int since() {
    return 1;
  }

  @Override
  public @Nullable Rewrite endingWith(Node last, Surroundings around) {
    if (last.is("Div")) {
      return found(last, last.input(0), last.input(1), Set.of(last), around);
    }
    for (int i = 0; i < 2 && last.is("Mul"); i++) {
      Node inverse = around.maker(last.input(i), "Reciprocal");
      if (inverse != null) {
        return found(last, last.input(1 - i), inverse.input(0), Set.of(last, inverse), around);
      }
    }
    return null;
  }

  private static @Nullable Rewrite found(
      Node last, String powers, String total, Set<Node> ends, Surroundings around) {
    Node exp = around.maker(powers, "Exp");
    Node sum = around.maker(total, "ReduceSum");
    Node difference = exp == null ? null : around.maker(exp.input(0), "Sub");
    Node largest = difference == null ? null : around.maker(difference.input(1), "ReduceMax");
    if (exp == null
        || sum == null
        || difference == null
        || largest == null
        || !sum.input(0).equals(powers)
        || !largest.input(0).equals(difference.input(0))) {
      return null;
    }
    String x = difference.input(0);
    long[] axes = around.reduced(sum);
    if (axes == null || axes.length != 1 || !Arrays.equals(axes, around.reduced(largest))) {
      return null;
    }
    Shape shape = around.shape(x);
    if (around.opset("") < ONE_AXIS && (shape == null || axes[0] != shape.rank() - 1)) {
      return null;
    }
    Set<Node> nodes = new HashSet<>(ends);
    nodes.addAll(Set.of(exp, sum, difference, largest));
    Attribute axis = Attribute.of("axis", axes[0]);
    Node softmax = Node.of("Softmax", last.name(), List.of(x), last.outputs(), axis);
    return Rewrite.of(softmax, nodes);
  }
}
