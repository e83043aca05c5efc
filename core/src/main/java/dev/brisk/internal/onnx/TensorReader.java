package dev.brisk.internal.onnx;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code TensorProto}: all but the elements at once, the elements when they are asked for.
 * What can be checked without a look at the elements is checked at once.
 */
final class TensorReader {
  private final ExternalFiles files;

  TensorReader(ExternalFiles files) {
    this.files = files;
  }

  /** Reads the tensor that is the field at which the reader stands. */
  Initializer read(WireReader field) {
    Bytes message = field.bytes();
    MessageType.TENSOR.check(field.nested(message));
    return wellFormed(message);
  }

  /** Reads a tensor that is a file or memory of its own. */
  Initializer read(Bytes message) {
    MessageType.TENSOR.check(new WireReader(message));
    return wellFormed(message);
  }

  private Initializer wellFormed(Bytes message) {
    Origin origin = Origin.of(message);
    String name = origin.name(TensorFields.NAME);
    try {
      return read(message, origin, name);
    } catch (InvalidModelException | InvalidInputException e) {
      throw new InvalidModelException("tensor '" + name + "': " + e.getMessage(), e);
    }
  }

  private Initializer read(Bytes message, Origin origin, String name) {
    ElementType type = ElementType.ofOnnxCode((int) origin.varint(TensorFields.DATA_TYPE, 0));
    Shape shape = shape(origin);
    Bytes external = null;
    if (origin.varint(TensorFields.DATA_LOCATION, 0) == TensorFields.LOCATION_EXTERNAL) {
      external = files.slice(origin.entries(TensorFields.EXTERNAL_DATA));
    }
    Bytes raw = external != null ? external : raw(origin);
    long size = type == ElementType.STRING ? shape.elements() : byteSize(type, shape);
    if (raw != null && !origin.has(TensorFields.SEGMENT, WireType.LENGTH)) {
      checkSize(type, shape, size, raw);
    }
    TensorElements elements = new TensorElements(name, type, shape, raw, origin);
    return Initializer.lazy(
        name, type, shape, elements::read, new EncodedTensor(message, external));
  }

  private static Shape shape(Origin origin) {
    long[] dims = Numbers.integers(origin, TensorFields.DIMS);
    for (long dim : dims) {
      if (dim < 0) {
        throw new InvalidModelException(
            "a dimension must be 0 or more, but the shape is " + Arrays.toString(dims));
      }
    }
    return Shape.of(dims);
  }

  /** The elements as they lie in memory; null if they are stored as numbers or texts. */
  private static @Nullable Bytes raw(Origin origin) {
    Bytes raw = origin.bytes(TensorFields.RAW_DATA);
    return raw == null || raw.size() == 0 ? null : raw;
  }

  private static void checkSize(ElementType type, Shape shape, long expected, Bytes raw) {
    if (type == ElementType.STRING) {
      throw new InvalidModelException(
          "text must be in string_data, but is in raw or external data");
    }
    if (raw.size() != expected) {
      throw new InvalidModelException(
          "%s%s takes %d bytes, but the file has %d for it"
              .formatted(type, shape, expected, raw.size()));
    }
  }

  static long byteSize(ElementType type, Shape shape) {
    try {
      return type.byteSize(shape.elements());
    } catch (ArithmeticException e) {
      throw new InvalidModelException(
          type + "" + shape + " takes more bytes than a long counts", e);
    }
  }
}
