package dev.brisk.graph;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a graph declares of a value: of an input, an output, or one in between.
 *
 * @param name unique in its graph
 * @param type null where the graph does not say
 * @param extras what the file says besides
 */
public record Value(String name, @Nullable ValueType type, Extras extras) {
  /** A tensor value. */
  public static Value tensor(String name, ElementType elementType, @Nullable Shape shape) {
    return new Value(name, ValueType.tensor(elementType, shape), Extras.NONE);
  }

  /** The element type if this is a tensor of a known type, else null. */
  public @Nullable ElementType elementType() {
    return type instanceof ValueType.OfTensor tensor ? tensor.elementType() : null;
  }

  /** The shape if this is a tensor of a known rank, else null. */
  public @Nullable Shape shape() {
    return type instanceof ValueType.OfTensor tensor ? tensor.shape() : null;
  }

  /** The same under another name. */
  public Value withName(String changed) {
    return new Value(changed, type, extras);
  }

  /** The same with an unknown shape, if it is a tensor. */
  public Value ofAnyShape() {
    return type instanceof ValueType.OfTensor tensor
        ? withType(ValueType.tensor(tensor.elementType(), null))
        : this;
  }

  /** The same with another type. */
  public Value withType(@Nullable ValueType changed) {
    return new Value(name, changed, extras);
  }
}
