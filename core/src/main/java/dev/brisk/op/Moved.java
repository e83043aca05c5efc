package dev.brisk.op;

import dev.brisk.Shape;
import java.util.Objects;

/** What operators share that give their input's elements in another shape. */
final class Moved {
  private Moved() {}

  /** Whether output 0 is known to have the type of input 0, down to each size. */
  static boolean keepsType(InferenceContext node) {
    Shape before = node.shape(0);
    Shape after = node.toldShape(0);
    if (before == null || after == null || before.rank() != after.rank()) {
      return false;
    }
    for (int axis = 0; axis < before.rank(); axis++) {
      if (!Dim.of(before, axis).same(Dim.of(after, axis))) {
        return false;
      }
    }
    return Objects.equals(node.input(0), node.told(0));
  }
}
