package dev.brisk;

import org.jspecify.annotations.Nullable;

/**
 * What a model or an executable says of one of its inputs or outputs.
 *
 * @param name the name
 * @param elementType the type of the elements
 * @param shape the shape, free where the model leaves it open; null where even the rank is open
 */
public record TensorSpec(String name, ElementType elementType, @Nullable Shape shape) {
  /** Such as {@code image float32[batch,3,32,32]}. */
  @Override
  public String toString() {
    return name + " " + elementType + (shape == null ? "[...]" : shape);
  }
}
