package dev.brisk;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What is checked of a tensor's arguments, with the sentences that say how to mend them. */
final class TensorChecks {
  /** What a Java array can hold on every JVM. */
  private static final long GREATEST = Integer.MAX_VALUE - 16L;

  private TensorChecks() {}

  static void notStrings(ElementType type) {
    if (type == ElementType.STRING) {
      throw new InvalidInputException(
          "Strings have no fixed size, so no bytes or buffer; make the tensor from a String[] and"
              + " read it with toStringArray");
    }
  }

  static void count(ElementType type, Shape shape, long actual) {
    if (shape.elements() != actual) {
      throw new InvalidInputException(
          "A tensor of %s%s takes %d elements, but %d came"
              .formatted(type, shape, shape.elements(), actual));
    }
  }

  static void bytes(ElementType type, Shape shape, long actual) {
    long expected = byteSize(type, shape);
    if (expected != actual) {
      throw new InvalidInputException(
          "A tensor of %s%s takes %d bytes, but %d came".formatted(type, shape, expected, actual));
    }
  }

  static void noNull(String[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw new InvalidInputException(
            "A tensor of strings holds no null, but element %d of %d is; use \"\""
                .formatted(i, values.length));
      }
    }
  }

  /** The memory, which must be bytes. */
  static ByteBuffer bytes(Tensor tensor, Buffer memory) {
    if (memory instanceof ByteBuffer bytes) {
      return bytes;
    }
    throw new InvalidInputException(
        "The tensor of %s%s was made from a direct %s, which does not give its bytes; make it from"
                .formatted(tensor.elementType(), tensor.shape(), TensorMemory.kind(memory))
            + " the ByteBuffer, or copy them with toByteArray");
  }

  static long byteSize(ElementType type, Shape shape) {
    notStrings(type);
    try {
      return type.byteSize(shape.elements());
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          "A tensor of %s%s would take more bytes than a long counts".formatted(type, shape), e);
    }
  }

  /** The size in bytes, or for strings the number of elements, if a Java array can have it. */
  static int javaSize(ElementType type, Shape shape) {
    long size = type == ElementType.STRING ? shape.elements() : byteSize(type, shape);
    if (size > GREATEST) {
      throw new InvalidInputException(
          "A tensor of %s%s would take %d bytes, more than the 2 GiB of one Java buffer or array"
              .formatted(type, shape, size));
    }
    return (int) size;
  }

  static int arraySize(Tensor tensor) {
    long elements = tensor.elements();
    if (elements > GREATEST) {
      throw new InvalidInputException(
          "A tensor of %d elements is more than a Java array holds; read it by asByteBuffers"
              .formatted(elements));
    }
    return (int) elements;
  }

  static void type(Tensor tensor, ElementType... allowed) {
    if (!Arrays.asList(allowed).contains(tensor.elementType())) {
      throw wrongType(tensor, allowed);
    }
  }

  static InvalidInputException wrongType(Tensor tensor, ElementType... allowed) {
    String types =
        Arrays.stream(allowed).map(ElementType::toString).collect(Collectors.joining(" or "));
    return new InvalidInputException(
        "This view or copy is for elements of %s, but the tensor is of %s%s%s"
            .formatted(
                types,
                tensor.elementType(),
                tensor.shape(),
                allowed[0] == ElementType.STRING ? "" : "; convert it with to(...) first"));
  }

  static void width(Tensor tensor, int bits) {
    if (tensor.elementType().bits() != bits) {
      throw new InvalidInputException(
          "This view is for elements of %d bits, but the tensor is of %s%s"
              .formatted(bits, tensor.elementType(), tensor.shape()));
    }
  }

  static void integer(Tensor tensor) {
    if (!tensor.elementType().isInteger() && tensor.elementType() != ElementType.BOOL) {
      throw new InvalidInputException(
          "A copy as integers needs integer elements, but the tensor is of %s%s; convert it with"
                  .formatted(tensor.elementType(), tensor.shape())
              + " to(...) first");
    }
  }

  static int toInt(Tensor tensor, long value) {
    boolean beyondLong = tensor.elementType() == ElementType.UINT64 && value < 0;
    if (value != (int) value || beyondLong) {
      throw new InvalidInputException(
          "The element %s of a tensor of %s does not fit an int; use toLongArray"
              .formatted(
                  beyondLong ? Long.toUnsignedString(value) : Long.toString(value),
                  tensor.elementType()));
    }
    return (int) value;
  }
}
