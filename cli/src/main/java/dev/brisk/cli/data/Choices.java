package dev.brisk.cli.data;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of enums under the names that a task file writes. */
final class Choices {
  /** The element types whose elements are numbers that a sample can be converted to. */
  static final Map<String, ElementType> INPUT_TYPES =
      of(
          ElementType.FLOAT32,
          ElementType.FLOAT64,
          ElementType.FLOAT16,
          ElementType.BFLOAT16,
          ElementType.INT8,
          ElementType.INT16,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.UINT8,
          ElementType.UINT16,
          ElementType.UINT32,
          ElementType.UINT64,
          ElementType.BOOL);

  private Choices() {}

  /** The shape with dimensions that were read as whole numbers. */
  static Shape shape(int[] dims) {
    return Shape.of(Arrays.stream(dims).asLongStream().toArray());
  }

  /** The values under the names that {@code toString} gives, in order. */
  @SafeVarargs
  static <E extends Enum<E>> Map<String, E> of(E... values) {
    Map<String, E> choices = new LinkedHashMap<>();
    for (E value : values) {
      choices.put(value.toString(), value);
    }
    return Collections.unmodifiableMap(choices);
  }
}
