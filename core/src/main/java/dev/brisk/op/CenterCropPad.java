package dev.brisk.op;

import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;

/** Its input cut, or padded with zeros, evenly on both sides of each axis. */
final class CenterCropPad implements Operator {
  @Override
  public String type() {
    return "CenterCropPad";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    List<Dim> sizes = node.integers(1);
    long[] axes = node.attributes().ints("axes");
    if (input == null || sizes == null) {
      node.output(0, node.elementType(0), input == null ? null : Axes.unknown(input.rank()));
      return;
    }
    List<Dim> dims = Dim.list(input);
    for (int i = 0; i < sizes.size(); i++) {
      dims.set(axes == null ? i : Axes.of(axes[i], dims.size()), sizes.get(i));
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Shape shape = node.outputShape(0);
    int[][] taken = new int[input.rank()][];
    for (int axis = 0; axis < taken.length; axis++) {
      int size = input.dim(axis);
      int made = (int) shape.dim(axis);
      int shift = made > size ? -((made - size) / 2) : (size - made) / 2;
      taken[axis] = new int[made];
      Arrays.setAll(taken[axis], i -> i + shift < size ? i + shift : -1);
    }
    NdArray zero = NdArray.zeros(input.elementType(), Shape.of(1));
    int[] places = Strides.picked(input.shape(), taken, input.size());
    return List.of(NdArray.join(input, zero).take(shape, places));
  }
}
