package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of a value that is of one type or of another. */
final class Either {
  private Either() {}

  /** What both types tell; null if that is nothing. */
  static @Nullable ValueType of(@Nullable ValueType one, @Nullable ValueType other) {
    if (one instanceof ValueType.OfTensor left && other instanceof ValueType.OfTensor right) {
      return left.elementType() == right.elementType()
          ? ValueType.tensor(left.elementType(), of(left.shape(), right.shape()))
          : null;
    } else if (one instanceof ValueType.OfSequence left
        && other instanceof ValueType.OfSequence right) {
      ValueType element = of(left.element(), right.element());
      return element == null ? null : new ValueType.OfSequence(element);
    }
    return one != null && one.equals(other) ? one : null;
  }

  private static @Nullable Shape of(@Nullable Shape one, @Nullable Shape other) {
    if (one == null || other == null || one.rank() != other.rank()) {
      return null;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < one.rank(); axis++) {
      Dim dim = Dim.of(one, axis);
      dims.add(dim.same(Dim.of(other, axis)) ? dim : Dim.UNKNOWN);
    }
    return Dim.shape(dims);
  }
}
