package dev.brisk.pass;

import dev.brisk.ElementType;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Initializer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects that are equal if what attributes or small constants hold is equal. */
final class Contents {
  /** Larger constants are not decoded for a comparison. */
  private static final long MAX_BITS = 8 * 256;

  private Contents() {}

  /** The content of a constant; null if it is not small. */
  static @Nullable Object of(Initializer constant) {
    boolean small =
        constant.elementType() != ElementType.STRING
            && constant.shape().elements() <= MAX_BITS / constant.elementType().bits();
    return small
        ? List.of(
            constant.elementType(),
            constant.shape(),
            ByteBuffer.wrap(constant.tensor().toByteArray()))
        : null;
  }

  /** The content of attributes in any order; null if one is a graph or a large tensor. */
  static @Nullable Object of(Attributes attributes) {
    Map<String, Object> contents = new HashMap<>();
    for (Attribute attribute : attributes.all()) {
      Object content = of(attribute);
      if (content == null) {
        return null;
      }
      contents.put(attribute.name(), List.of(attribute.kind(), content));
    }
    return contents;
  }

  private static @Nullable Object of(Attribute attribute) {
    return switch (attribute.kind()) {
      case STRING -> ByteBuffer.wrap((byte[]) attribute.value());
      case TENSOR -> of((Initializer) attribute.value());
      case FLOATS -> Arrays.toString((float[]) attribute.value());
      case INTS -> Arrays.toString((long[]) attribute.value());
      case STRINGS -> texts((List<?>) attribute.value());
      case FLOAT, INT, REFERENCE, OTHER -> attribute.value();
      case GRAPH, TENSORS, GRAPHS -> null;
    };
  }

  private static Object texts(List<?> values) {
    List<Object> texts = new ArrayList<>();
    values.forEach(value -> texts.add(ByteBuffer.wrap((byte[]) value)));
    return texts;
  }
}
