package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operator that gives its input's elements in another shape. */
interface Move extends Operator {
  @Override
  default List<? extends Datum> evaluate(Evaluation node) {
    return List.of(node.array(0).reshape(node.outputShape(0)));
  }

  @Override
  default boolean isIdentity(InferenceContext node) {
    return keepsType(node);
  }

  /**
   * Skips all moves before: an Identity if the shape is the same again, else a Reshape, if at most
   * one size has to follow from the rest.
   */
  @Override
  default @Nullable Rewrite joined(Node first, Node second, Surroundings around) {
    String origin = origin(first, second.input(0), around);
    if (around.opset("") < 5 || origin.equals(second.input(0))) {
      return null;
    }
    Shape before = around.shape(origin);
    Shape after = around.shape(second.output(0));
    long[] sizes = after == null ? null : sizes(after);
    if (before != null && after != null && same(before, after)) {
      List<String> outputs = second.outputs();
      Node identity = Node.of("Identity", second.name(), List.of(origin), outputs);
      return Rewrite.of(identity, Set.of(second));
    } else if (sizes == null) {
      return null;
    }
    String shape = around.freshName(second.label() + ".shape");
    List<String> inputs = List.of(origin, shape);
    return new Rewrite(
        List.of(Node.of("Reshape", second.name(), inputs, second.outputs())),
        List.of(Initializer.of(shape, Tensor.of(sizes, sizes.length))),
        Set.of(second));
  }

  private static String origin(Node first, String value, Surroundings around) {
    String origin = value;
    Node move = first;
    while (move != null && Operators.find(move.domain(), move.operator()) instanceof Move) {
      origin = move.input(0);
      move = around.maker(origin);
    }
    return origin;
  }

  /** What Reshape takes for a shape; null if that is ambiguous. */
  private static long @Nullable [] sizes(Shape shape) {
    long[] sizes = shape.dims();
    int free = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 0) {
        return null;
      } else if (sizes[axis] == Shape.FREE) {
        sizes[axis] = -1;
        free++;
      }
    }
    return free <= 1 ? sizes : null;
  }

  private static boolean same(Shape left, Shape right) {
    for (int axis = 0; axis < left.rank() && left.rank() == right.rank(); axis++) {
      if (!Dim.of(left, axis).same(Dim.of(right, axis))) {
        return false;
      }
    }
    return left.rank() == right.rank();
  }

  /** Whether output 0 is known to have the type of input 0, down to each size. */
  static boolean keepsType(InferenceContext node) {
    Shape before = node.shape(0);
    Shape after = node.toldShape(0);
    return before != null
        && after != null
        && same(before, after)
        && Objects.equals(node.input(0), node.told(0));
  }
}
