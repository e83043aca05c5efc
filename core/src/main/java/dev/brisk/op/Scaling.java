package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far an input of {@code Resize} is scaled along each axis. */
final class Scaling {
  private final float[] scales;
  private final long[] sizes;

  private Scaling(float[] scales, long[] sizes) {
    this.scales = scales;
    this.sizes = sizes;
  }

  /** By factors, for all axes or for the given ones. */
  static Scaling by(Shape input, float[] factors, long @Nullable [] axes) {
    float[] scales = new float[input.rank()];
    Arrays.fill(scales, 1);
    long[] sizes = input.dims();
    int[] along = along(axes, factors.length, input.rank());
    for (int i = 0; i < along.length; i++) {
      scales[along[i]] = factors[i];
      sizes[along[i]] = (long) Math.floor(sizes[along[i]] * factors[i]);
    }
    return new Scaling(scales, sizes);
  }

  /** To sizes, for all axes or for those the attribute names, by the policy it names. */
  static Scaling to(Shape input, long[] asked, Attributes attributes) {
    float[] scales = new float[input.rank()];
    Arrays.fill(scales, 1);
    long[] sizes = input.dims();
    int[] along = along(attributes.ints("axes"), asked.length, input.rank());
    for (int i = 0; i < along.length; i++) {
      scales[along[i]] = (float) asked[i] / sizes[along[i]];
    }
    String policy = attributes.stringOr("keep_aspect_ratio_policy", "stretch");
    if (!policy.equals("stretch")) {
      alike(scales, along, policy);
    }
    for (int i = 0; i < along.length; i++) {
      long size = sizes[along[i]];
      sizes[along[i]] =
          policy.equals("stretch") ? asked[i] : (long) Math.floor(scales[along[i]] * size + 0.5);
    }
    return new Scaling(scales, sizes);
  }

  private static void alike(float[] scales, int[] along, String policy) {
    boolean larger = policy.equals("not_smaller");
    if (!larger && !policy.equals("not_larger")) {
      throw new InvalidInputException(
          "Attribute 'keep_aspect_ratio_policy' must be 'stretch', 'not_larger' or 'not_smaller',"
              + " but is '%s'".formatted(policy));
    }
    float common = larger ? 0 : Float.POSITIVE_INFINITY;
    for (int axis : along) {
      common = larger ? Math.max(common, scales[axis]) : Math.min(common, scales[axis]);
    }
    for (int axis : along) {
      scales[axis] = common;
    }
  }

  private static int[] along(long @Nullable [] axes, int count, int rank) {
    if (count != (axes == null ? rank : axes.length)) {
      throw new InvalidInputException(
          "Scales or sizes are needed for %s, but %d are given"
              .formatted(axes == null ? rank + " axes" : Arrays.toString(axes), count));
    }
    int[] along = new int[count];
    for (int i = 0; i < count; i++) {
      along[i] = axes == null ? i : Axes.of(axes[i], rank);
    }
    return along;
  }

  /** The factor along an axis. */
  float scale(int axis) {
    return scales[axis];
  }

  /** The shape of the output. */
  Shape shape() {
    return Shape.of(sizes);
  }
}
