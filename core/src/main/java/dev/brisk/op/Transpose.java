package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Its input with the axes in another order, by default reversed. */
final class Transpose implements Operator {
  @Override
  public String type() {
    return "Transpose";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      node.output(0, node.elementType(0), null);
      return;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis : order(node, input.rank())) {
      dims.add(Dim.of(input, axis));
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  private static int[] order(InferenceContext node, int rank) {
    long[] given = node.attributes().ints("perm");
    if (given != null && given.length != rank) {
      throw new InvalidModelException(
          "Attribute 'perm' must name %d axes, but names %d".formatted(rank, given.length));
    }
    int[] order = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = given == null ? rank - 1 - axis : Axes.of(given[axis], rank);
    }
    return order;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    return List.of(transposed(input, order(node, input.rank())));
  }

  /** The array with the axes in the given order. */
  static NdArray transposed(NdArray input, int... order) {
    int[] own = Strides.of(input.shape());
    int[] strides = new int[own.length];
    long[] dims = new long[own.length];
    for (int axis = 0; axis < own.length; axis++) {
      strides[axis] = own[order[axis]];
      dims[axis] = input.dim(order[axis]);
    }
    Shape shape = Shape.of(dims);
    return input.take(shape, Strides.places(shape, strides, 0));
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    Shape input = node.shape(0);
    int[] order = input == null ? new int[] {-1} : order(node, input.rank());
    for (int axis = 0; axis < order.length; axis++) {
      if (order[axis] != axis) {
        return false;
      }
    }
    return true;
  }

  /** A transposition after another is one in the order of both. */
  @Override
  public @Nullable Rewrite joined(Node first, Node second, Surroundings around) {
    Node both = first.is("Transpose") ? both(first, second) : null;
    return both == null ? null : Rewrite.of(both, Set.of(second));
  }

  private static @Nullable Node both(Node first, Node second) {
    long[] inner = first.attributes().ints("perm");
    long[] outer = second.attributes().ints("perm");
    int rank = Math.max(inner == null ? 0 : inner.length, outer == null ? 0 : outer.length);
    if (rank == 0) { // twice reversed is as it was
      return Node.of("Identity", second.name(), first.inputs(), second.outputs());
    }
    long[] both =
        both(inner == null ? reversed(rank) : inner, outer == null ? reversed(rank) : outer);
    return both == null
        ? null
        : second
            .withInputs(first.inputs())
            .withAttributes(second.attributes().with(Attribute.of("perm", both)));
  }

  private static long @Nullable [] both(long[] inner, long[] outer) {
    long[] both = new long[outer.length];
    for (int axis = 0; axis < both.length; axis++) {
      if (inner.length != both.length || outer[axis] < 0 || outer[axis] >= inner.length) {
        return null;
      }
      both[axis] = inner[(int) outer[axis]];
    }
    return both;
  }

  private static long[] reversed(int rank) {
    long[] order = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = rank - 1L - axis;
    }
    return order;
  }
}
