package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;

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
}
