package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code Conv} and its quantized forms share. */
final class Convolution {
  private Convolution() {}

  /** Tells the output of a convolution of input 0 with the weights at the given input. */
  static void infer(InferenceContext node, int weightInput, @Nullable ElementType result) {
    node.output(0, result, shape(node, node.shape(0), node.shape(weightInput)));
  }

  private static @Nullable Shape shape(
      InferenceContext node, @Nullable Shape input, @Nullable Shape weights) {
    if (weights == null) {
      return input == null ? null : Axes.unknown(input.rank());
    } else if (input == null) {
      return Axes.unknown(weights.rank()).withDim(1, weights.dim(0));
    } else if (input.rank() != weights.rank() || input.rank() < 3) {
      throw new InvalidModelException(
          "A convolution needs an input and weights of one rank of 3 or more, but they are "
              + input
              + " and "
              + weights);
    }
    List<Dim> dims = new ArrayList<>(List.of(Dim.of(input, 0), Dim.of(weights, 0)));
    if (!weights.isStatic()) {
      return Axes.unknown(input.rank()).withDim(1, weights.dim(0));
    }
    Window window = Window.of(node.attributes(), Window.kernel(node.attributes(), weights));
    for (int axis = 0; axis < window.rank(); axis++) {
      dims.add(window.positions(Dim.of(input, axis + 2), axis));
    }
    return Dim.shape(dims);
  }

  /** Output elements times the weights that each one takes. */
  static long macs(InferenceContext node, int weightInput) {
    Shape output = node.toldShape(0);
    Shape weights = node.shape(weightInput);
    if (output == null || weights == null || weights.rank() == 0 || weights.dim(0) == 0) {
      return 0;
    }
    long each = weights.withFree(1).elements() / Math.max(1, weights.dim(0));
    return Math.multiplyExact(output.withFree(1).elements(), each);
  }
}
