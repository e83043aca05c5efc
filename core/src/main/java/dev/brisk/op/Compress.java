package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** The slices of its input along an axis, or its elements, for which a condition is true. */
final class Compress implements Operator {
  @Override
  public String type() {
    return "Compress";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (!node.attributes().has("axis")) {
      node.output(0, node.elementType(0), Axes.unknown(1));
    } else if (input == null) {
      node.output(0, node.elementType(0), null);
    } else {
      List<Dim> dims = Dim.list(input);
      dims.set(Axes.of(node.attributes().intOr("axis", 0), input.rank()), Dim.UNKNOWN);
      node.output(0, node.elementType(0), Dim.shape(dims));
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray given = node.array(0);
    boolean flat = !node.attributes().has("axis");
    NdArray input = flat ? given.reshape(given.size()) : given;
    int axis = Axes.of(node.attributes().intOr("axis", 0), input.rank());
    int[] condition = node.array(1).ints();
    int[][] taken = new int[input.rank()][];
    for (int i = 0; i < taken.length; i++) {
      IntStream indices = IntStream.range(0, input.dim(i));
      taken[i] =
          i == axis
              ? indices.filter(j -> j < condition.length && condition[j] != 0).toArray()
              : indices.toArray();
    }
    Shape shape = input.shape().withDim(axis, taken[axis].length);
    return List.of(input.take(shape, Strides.picked(input.shape(), taken, -1)));
  }
}
