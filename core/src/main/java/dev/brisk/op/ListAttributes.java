package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of elements as attributes hold them: for each type of them there is a name. */
final class ListAttributes {
  private ListAttributes() {}

  /** The first attribute of the given names that is there, as a vector; null if none is. */
  static @Nullable NdArray of(Attributes attributes, String... names) {
    for (String name : names) {
      Attribute attribute = attributes.get(name);
      if (attribute != null) {
        NdArray array = of(attribute);
        return array.reshape(Shape.of(array.size()));
      }
    }
    return null;
  }

  /** The same where one must be there. */
  static NdArray require(Attributes attributes, String... names) {
    NdArray found = of(attributes, names);
    if (found == null) {
      throw new InvalidModelException(
          "One of the attributes %s is needed".formatted(List.of(names)));
    }
    return found;
  }

  private static NdArray of(Attribute attribute) {
    return switch (attribute.kind()) {
      case TENSOR -> NdArray.of(attribute.asTensor());
      case INT -> NdArray.vector(attribute.asInt());
      case INTS -> NdArray.vector(attribute.asInts());
      case STRING -> strings(attribute.asString());
      case STRINGS -> strings(attribute.asStrings().toArray(String[]::new));
      case FLOAT -> floats(attribute.asFloat());
      case FLOATS -> floats(attribute.asFloats());
      default ->
          throw new InvalidModelException("Attribute '" + attribute.name() + "' holds no elements");
    };
  }

  private static NdArray strings(String... values) {
    return NdArray.of(Shape.of(values.length), values);
  }

  private static NdArray floats(float... values) {
    return NdArray.of(ElementType.FLOAT32, Shape.of(values.length), values);
  }

  /** An element in a form by which equal ones are found, NaN included. */
  static Object key(NdArray array, int index) {
    if (array.elementType() == ElementType.STRING) {
      return array.strings()[index];
    } else if (array.isFloat()) {
      return array.asDouble(index) + 0.0; // one zero
    }
    return array.asLong(index);
  }
}
