package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.Tensor;
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
    boolean stretches =
        node.attributes().stringOr("keep_aspect_ratio_policy", "stretch").equals("stretch");
    if (sizes != null && stretches) {
      return sized(input, sizes, axes);
    }
    Tensor scales = early || !node.has(3) ? node.constant(early ? 1 : 2) : null;
    return scales == null ? Axes.unknown(input.rank()) : scaled(input, scales.toFloatArray(), axes);
  }

  private static Shape sized(Shape input, List<Dim> sizes, long @Nullable [] axes) {
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
}
