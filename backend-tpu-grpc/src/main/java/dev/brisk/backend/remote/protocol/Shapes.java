package dev.brisk.backend.remote.protocol;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes from what servers say. */
final class Shapes {
  private static final int MOST_DIMENSIONS = 255;

  private Shapes() {}

  /** A shape whose dimensions below 0 are free. */
  static Shape of(List<Long> dims) {
    if (dims.size() > MOST_DIMENSIONS) {
      throw new MalformedMessageException("a tensor has %d dimensions".formatted(dims.size()));
    }
    return Shape.of(dims.stream().mapToLong(dim -> dim < 0 ? Shape.FREE : dim).toArray());
  }

  /** The shape of an output that came, once it is known that elements can be counted by it. */
  static Shape size(String name, @Nullable Shape shape) {
    if (shape != null && shape.isStatic()) {
      try {
        if (shape.elements() <= Integer.MAX_VALUE) {
          return shape;
        }
      } catch (InvalidInputException e) {
        // There are more than a long counts, which is what follows.
      }
    }
    throw new MalformedMessageException(
        "output '%s' came with the shape %s, which is no size".formatted(name, shape));
  }
}
