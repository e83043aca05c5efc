package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its input scaled along its axes, by factors or to sizes. */
final class Resize implements Operator {
  @Override
  public String type() {
    return "Resize";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, node.elementType(0), input == null ? null : shape(node, input));
  }

  private static Shape shape(InferenceContext node, Shape input) {
    boolean early = node.opset() < 11;
    List<Dim> sizes = early || !node.has(3) ? null : node.integers(3);
    long[] axes = node.attributes().ints("axes");
    if (sizes != null) {
      return sized(node, input, sizes, axes);
    }
    Tensor scales = early || !node.has(3) ? node.constant(early ? 1 : 2) : null;
    return scales == null ? Axes.unknown(input.rank()) : scaled(input, scales.toFloatArray(), axes);
  }

  private static Shape sized(
      InferenceContext node, Shape input, List<Dim> sizes, long @Nullable [] axes) {
    if (!node.attributes().stringOr("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      long[] known = input.isStatic() ? Axes.known(sizes) : null;
      return known == null
          ? Axes.unknown(input.rank())
          : Scaling.to(input, known, node.attributes()).shape();
    }
    List<Dim> dims = Dim.list(input);
    for (int i = 0; i < sizes.size(); i++) {
      dims.set(axes == null ? i : Axes.of(axes[i], dims.size()), sizes.get(i));
    }
    return Dim.shape(dims);
  }

  static Shape scaled(Shape input, float[] scales, long @Nullable [] axes) {
    List<Dim> dims = Dim.list(input);
    for (int i = 0; i < scales.length; i++) {
      int axis = axes == null ? i : Axes.of(axes[i], dims.size());
      Dim dim = dims.get(axis);
      if (scales[i] != 1 && dim.known()) {
        dims.set(axis, Dim.of((long) Math.floor(dim.value() * scales[i])));
      } else if (scales[i] != 1) {
        dims.set(axis, Dim.UNKNOWN);
      }
    }
    return Dim.shape(dims);
  }

  @Override
  public long operations(InferenceContext node) {
    return Resized.operations(node);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    if (node.opset() < 11) {
      Scaling scaling = Scaling.by(input.shape(), node.array(1).floats(), null);
      return List.of(Resized.of(node, input, scaling, null));
    }
    NdArray sizes = node.arrayOrNull(3);
    long[] axes = node.attributes().ints("axes");
    Scaling scaling =
        sizes == null || sizes.size() == 0
            ? Scaling.by(input.shape(), node.array(2).floats(), axes)
            : Scaling.to(input.shape(), sizes.longs(), node.attributes());
    return List.of(Resized.of(node, input, scaling, region(node, axes, input.rank())));
  }

  /** The part that is resized: starts for all axes, then ends; null for all of it. */
  private static float @Nullable [] region(Evaluation node, long @Nullable [] axes, int rank) {
    NdArray given = node.arrayOrNull(1);
    if (given == null || given.size() == 0) {
      return null;
    }
    int count = axes == null ? rank : axes.length;
    if (given.size() != 2 * count) {
      throw new InvalidInputException(
          "A region needs a start and an end for %d axes, but is %s".formatted(count, given));
    }
    float[] region = new float[2 * rank];
    Arrays.fill(region, rank, 2 * rank, 1);
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : Axes.of(axes[i], rank);
      region[axis] = given.floats()[i];
      region[axis + rank] = given.floats()[i + count];
    }
    return region;
  }
}
