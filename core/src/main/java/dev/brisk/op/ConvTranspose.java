package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transpose of a convolution; weights are [inputs, outputs / group, kernel...]. */
final class ConvTranspose implements Operator {
  @Override
  public String type() {
    return "ConvTranspose";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), shape(node, node.shape(0), node.shape(1)));
  }

  private static @Nullable Shape shape(
      InferenceContext node, @Nullable Shape input, @Nullable Shape weights) {
    if (input == null || weights == null || !weights.isStatic()) {
      return input == null ? null : Axes.unknown(input.rank());
    } else if (input.rank() != weights.rank() || input.rank() < 3) {
      throw new InvalidModelException(
          "A transposed convolution needs an input and weights of one rank of 3 or more, but they"
              + " are "
              + input
              + " and "
              + weights);
    }
    long group = node.attributes().intOr("group", 1);
    List<Dim> dims = new ArrayList<>(List.of(Dim.of(input, 0), Dim.of(weights.dim(1) * group)));
    Window window = Window.of(node.attributes(), Window.kernel(node.attributes(), weights));
    long[] asked = node.attributes().ints("output_shape");
    long[] extra = node.attributes().ints("output_padding");
    for (int axis = 0; axis < window.rank(); axis++) {
      dims.add(
          asked != null
              ? Dim.of(asked[asked.length - window.rank() + axis])
              : window.spread(Dim.of(input, axis + 2), axis, extra == null ? 0 : extra[axis]));
    }
    return Dim.shape(dims);
  }

  /** Input elements times the weights that each one meets. */
  @Override
  public long macs(InferenceContext node) {
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    if (input == null || weights == null || weights.rank() == 0 || weights.dim(0) == 0) {
      return 0;
    }
    long each = weights.withFree(1).elements() / Math.max(1, weights.dim(0));
    return Math.multiplyExact(input.withFree(1).elements(), each);
  }
}
