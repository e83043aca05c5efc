package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The maxima of a pool put back where they were, zeros elsewhere. */
final class MaxUnpool implements Operator {
  @Override
  public String type() {
    return "MaxUnpool";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    List<Dim> asked = node.integers(2);
    Shape unpooled = null;
    if (asked != null) {
      unpooled = Dim.shape(asked);
    } else if (input != null) {
      unpooled = node.has(2) ? Axes.unknown(input.rank()) : unpooled(node, input);
    }
    node.output(0, node.elementType(0), unpooled);
  }

  /** The shape before the pool, as far as it follows from the one after. */
  private static @Nullable Shape unpooled(InferenceContext node, Shape input) {
    long[] kernel = node.attributes().ints("kernel_shape");
    if (kernel == null) {
      return null;
    } else if (input.rank() != kernel.length + 2) {
      throw new InvalidModelException(
          "A window of %d axes does not fit an input of shape %s".formatted(kernel.length, input));
    }
    Window window = Window.of(node.attributes(), kernel);
    List<Dim> dims = new ArrayList<>(Dim.list(input));
    for (int axis = 0; axis < kernel.length; axis++) {
      dims.set(axis + 2, window.spread(dims.get(axis + 2), axis, 0));
    }
    return Dim.shape(dims);
  }

  /** A window may be far larger than what it slides over. */
  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long[] indices = node.array(1).longs();
    Shape before = unpooled(node, input.shape());
    if (before == null) {
      return null;
    }
    Shape shape = node.outputShape(0);
    int[] places = Strides.places(before, Strides.of(shape), 0);
    int[] at = new int[indices.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = places[Math.toIntExact(indices[i])];
    }
    NdArray zeros = NdArray.zeros(input.elementType(), shape);
    return List.of(Scattered.of("none", zeros, input, at));
  }
}
