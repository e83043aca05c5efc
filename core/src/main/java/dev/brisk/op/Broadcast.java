package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape of several tensors stretched to fit each other, as in NumPy. */
final class Broadcast {
  private Broadcast() {}

  /** The common shape; null if one is unknown. */
  static @Nullable Shape of(@Nullable Shape left, @Nullable Shape right) {
    if (left == null || right == null) {
      return null;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 1; i <= Math.max(left.rank(), right.rank()); i++) {
      dims.add(of(fromEnd(left, i), fromEnd(right, i), left, right));
    }
    Collections.reverse(dims);
    return Dim.shape(dims);
  }

  private static Dim fromEnd(Shape shape, int position) {
    int axis = shape.rank() - position;
    return axis < 0 ? Dim.of(1) : Dim.of(shape, axis);
  }

  private static Dim of(Dim left, Dim right, Shape whole, Shape other) {
    if (left.is(1) || left.same(right)) {
      return right;
    } else if (right.is(1)) {
      return left;
    } else if (left.known() && right.known()) {
      throw new InvalidModelException(
          "Shapes " + whole + " and " + other + " do not stretch to a common one");
    } else if (left.known()) {
      return left;
    }
    return right.known() ? right : Dim.UNKNOWN;
  }
}
