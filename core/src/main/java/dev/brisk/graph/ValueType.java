package dev.brisk.graph;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import org.jspecify.annotations.Nullable;

/** The type of a value in a graph. */
public sealed interface ValueType {
  /** A dense tensor; the shape is null where even the rank is unknown. */
  record OfTensor(ElementType elementType, @Nullable Shape shape) implements ValueType {}

  /** A sparse tensor; the shape is null where even the rank is unknown. */
  record OfSparseTensor(ElementType elementType, @Nullable Shape shape) implements ValueType {}

  /** A sequence of values of one type. */
  record OfSequence(ValueType element) implements ValueType {}

  /** A value or none. */
  record OfOptional(ValueType element) implements ValueType {}

  /** A map from integers or strings to values of one type. */
  record OfMap(ElementType key, ValueType value) implements ValueType {}

  /** A type that only its domain knows. */
  record Opaque(String domain, String name) implements ValueType {}

  /** A tensor's type. */
  static ValueType tensor(ElementType elementType, @Nullable Shape shape) {
    return new OfTensor(elementType, shape);
  }
}
