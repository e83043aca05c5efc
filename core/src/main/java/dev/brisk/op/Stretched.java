package dev.brisk.op;

import dev.brisk.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which elements of two arrays meet once both are stretched to a common shape. */
final class Stretched {
  private final Shape shape;
  private final int size;
  private final int @Nullable [] left;
  private final int @Nullable [] right;

  private Stretched(Shape shape, int @Nullable [] left, int @Nullable [] right) {
    this.shape = shape;
    this.size = Math.toIntExact(shape.elements());
    this.left = left;
    this.right = right;
  }

  static Stretched of(NdArray left, NdArray right) {
    Shape shape = Objects.requireNonNull(Broadcast.of(left.shape(), right.shape()));
    return new Stretched(shape, places(left.shape(), shape), places(right.shape(), shape));
  }

  private static int @Nullable [] places(Shape own, Shape common) {
    return own.equals(common) ? null : Strides.stretched(own, common);
  }

  /** The common shape. */
  Shape shape() {
    return shape;
  }

  /** The number of elements in the common shape. */
  int size() {
    return size;
  }

  /** Whether both arrays have the common shape themselves. */
  boolean isSame() {
    return left == null && right == null;
  }

  /** The place in the left array of an element of the common shape. */
  int left(int index) {
    return left == null ? index : left[index];
  }

  /** The place in the right array of an element of the common shape. */
  int right(int index) {
    return right == null ? index : right[index];
  }
}
