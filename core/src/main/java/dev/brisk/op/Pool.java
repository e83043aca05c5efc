package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool with a sliding window: average, maximum, Lp norm. */
final class Pool implements Operator {
  private final String type;

  Pool(String type) {
    this.type = type;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    long[] kernel = node.attributes().ints("kernel_shape");
    if (input == null || kernel == null || node.attributes().intOr("channels_last", 0) != 0) {
      tell(node, input == null ? null : Axes.unknown(input.rank()));
      return;
    } else if (input.rank() != kernel.length + 2) {
      throw new InvalidModelException(
          "A window of %d axes does not fit an input of shape %s".formatted(kernel.length, input));
    }
    Window window = Window.of(node.attributes(), kernel);
    List<Dim> dims = Dim.list(input);
    for (int axis = 0; axis < kernel.length; axis++) {
      dims.set(axis + 2, window.positions(dims.get(axis + 2), axis));
    }
    tell(node, Dim.shape(dims));
  }

  /** MaxPool has a second output: where the maxima were. */
  private static void tell(InferenceContext node, @Nullable Shape shape) {
    node.output(0, node.elementType(0), shape);
    if (!node.node().output(1).isEmpty()) {
      node.output(1, ElementType.INT64, shape);
    }
  }

  /** A window may be larger than what it slides over. */
  @Override
  public long steps(InferenceContext node) {
    Shape made = node.toldShape(0);
    long[] kernel = node.attributes().ints("kernel_shape");
    return made == null || kernel == null
        ? 0
        : Math.multiplyExact(made.withFree(1).elements(), Shape.of(kernel).elements());
  }

  /** One for each element of each window, two where they are multiplied as well. */
  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Math.multiplyExact(type.equals("LpPool") ? 2 : 1, windowSize(node)));
  }

  private static long windowSize(InferenceContext node) {
    long[] kernel = node.attributes().ints("kernel_shape");
    return kernel == null ? 0 : Shape.of(kernel).elements();
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Pooled pooled = Pooled.of(node, node.array(0), node.outputShape(0));
    return switch (type) {
      case "MaxPool" -> pooled.greatest(node.attributes().intOr("storage_order", 0) != 0);
      case "AveragePool" ->
          List.of(pooled.mean(node.attributes().intOr("count_include_pad", 0) != 0));
      default -> List.of(pooled.norm(GlobalPool.power(node)));
    };
  }
}
