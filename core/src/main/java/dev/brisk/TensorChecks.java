package dev.brisk;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** What is checked of a tensor's arguments, with the sentences that say how to mend them. */
final class TensorChecks {
  private TensorChecks() {}

  static void count(ElementType type, Shape shape, long actual) {
    if (shape.elements() != actual) {
      throw new InvalidInputException(
          "A %s%s tensor takes %d elements, but %d came"
              .formatted(type, shape, shape.elements(), actual));
    }
  }

  static void bytes(ElementType type, Shape shape, long actual) {
    long expected = type.byteSize(shape.elements());
    if (expected != actual) {
      throw new InvalidInputException(
          "A %s%s tensor takes %d bytes, but %d came".formatted(type, shape, expected, actual));
    }
  }

  /** The size in bytes, or for strings the number of elements, if a Java array can have it. */
  static int javaSize(ElementType type, Shape shape) {
    long elements = shape.elements();
    long size = type == ElementType.STRING ? elements : type.byteSize(elements);
    if (size > Integer.MAX_VALUE - 16) {
      throw new InvalidInputException(
          "A %s%s tensor would take %d bytes, more than the 2 GiB of a Java buffer"
              .formatted(type, shape, size));
    }
    return (int) size;
  }

  static int arraySize(Tensor tensor) {
    long elements = tensor.elements();
    if (elements > Integer.MAX_VALUE - 16) {
      throw new InvalidInputException(
          "A tensor of " + elements + " elements is more than a Java array holds");
    }
    return (int) elements;
  }

  static void type(Tensor tensor, ElementType... allowed) {
    if (!Arrays.asList(allowed).contains(tensor.elementType())) {
      throw wrongType(tensor, allowed);
    }
  }

  static InvalidInputException wrongType(Tensor tensor, ElementType... allowed) {
    return new InvalidInputException(
        "This view or copy is for elements of %s, but the tensor is %s%s; convert it with to(...)"
            .formatted(Arrays.toString(allowed), tensor.elementType(), tensor.shape()));
  }

  static void width(Tensor tensor, int bits) {
    if (tensor.elementType().bits() != bits) {
      throw new InvalidInputException(
          "This view is for elements of %d bits, but the tensor is %s%s"
              .formatted(bits, tensor.elementType(), tensor.shape()));
    }
  }

  static void integer(Tensor tensor) {
    if (!tensor.elementType().isInteger() && tensor.elementType() != ElementType.BOOL) {
      throw new InvalidInputException(
          "A copy as integers needs an integer tensor, but this one is %s%s; convert it with to(...)"
              .formatted(tensor.elementType(), tensor.shape()));
    }
  }

  static int toInt(Tensor tensor, long value) {
    if (value != (int) value) {
      throw new InvalidInputException(
          "The value %d of a %s tensor does not fit an int".formatted(value, tensor.elementType()));
    }
    return (int) value;
  }

  /** A direct slice in native order on the buffer's remaining elements; a copy of a heap buffer. */
  static ByteBuffer memoryOf(ElementType type, Shape shape, Buffer buffer) {
    if (type == ElementType.STRING) {
      throw new InvalidInputException("A string tensor cannot be made from a buffer");
    }
    int width = kind(type, buffer);
    checkOrder(buffer);
    checkRemaining(type, shape, buffer, width);
    return buffer.isDirect() ? direct(buffer, width) : copy(buffer, width);
  }

  private static int kind(ElementType type, Buffer buffer) {
    if (buffer instanceof ByteBuffer) {
      return 1;
    }
    boolean fits =
        switch (type) {
          case FLOAT32 -> buffer instanceof FloatBuffer;
          case FLOAT64 -> buffer instanceof DoubleBuffer;
          case INT32, UINT32 -> buffer instanceof IntBuffer;
          case INT64, UINT64 -> buffer instanceof LongBuffer;
          case INT16, UINT16, FLOAT16, BFLOAT16 -> buffer instanceof ShortBuffer;
          default -> false;
        };
    if (!fits) {
      throw new InvalidInputException(
          "A %s tensor cannot be made from a %s; use a ByteBuffer or one of the type's own kind"
              .formatted(type, kindName(buffer)));
    }
    return type.bits() / 8;
  }

  private static String kindName(Buffer buffer) {
    return buffer instanceof FloatBuffer
        ? "FloatBuffer"
        : buffer instanceof DoubleBuffer
            ? "DoubleBuffer"
            : buffer instanceof IntBuffer
                ? "IntBuffer"
                : buffer instanceof LongBuffer
                    ? "LongBuffer"
                    : buffer instanceof ShortBuffer ? "ShortBuffer" : "CharBuffer";
  }

  private static void checkOrder(Buffer buffer) {
    if (orderOf(buffer) != ByteOrder.nativeOrder()) {
      throw new InvalidInputException(
          "The buffer's byte order is %s, but this machine's is %s; make it with order(ByteOrder"
                  .formatted(orderOf(buffer), ByteOrder.nativeOrder())
              + ".nativeOrder()) before asFloatBuffer() and the like");
    }
  }

  private static ByteOrder orderOf(Buffer buffer) {
    if (buffer instanceof ByteBuffer bytes) {
      // The order of a ByteBuffer only matters to views made later, so any will do.
      return bytes.isDirect() || bytes.hasArray() ? ByteOrder.nativeOrder() : bytes.order();
    } else if (buffer instanceof FloatBuffer floats) {
      return floats.order();
    } else if (buffer instanceof DoubleBuffer doubles) {
      return doubles.order();
    } else if (buffer instanceof IntBuffer ints) {
      return ints.order();
    } else if (buffer instanceof LongBuffer longs) {
      return longs.order();
    }
    return ((ShortBuffer) buffer).order();
  }

  private static void checkRemaining(ElementType type, Shape shape, Buffer buffer, int width) {
    long expected = type.byteSize(shape.elements());
    long actual = (long) buffer.remaining() * width;
    if (expected == actual) {
      return;
    }
    boolean unflipped = (long) buffer.position() * width == expected;
    throw new InvalidInputException(
        "A %s%s tensor takes %d bytes, but the buffer has %d between its position and its limit%s"
            .formatted(
                type,
                shape,
                expected,
                actual,
                unflipped ? "; it was filled and not flipped: call flip() or rewind() first" : ""));
  }

  private static ByteBuffer copy(Buffer buffer, int width) {
    ByteBuffer memory =
        ByteBuffer.allocateDirect(buffer.remaining() * width).order(ByteOrder.nativeOrder());
    if (buffer instanceof ByteBuffer bytes) {
      memory.put(bytes.duplicate()).flip();
    } else if (buffer instanceof FloatBuffer floats) {
      memory.asFloatBuffer().put(floats.duplicate());
    } else if (buffer instanceof DoubleBuffer doubles) {
      memory.asDoubleBuffer().put(doubles.duplicate());
    } else if (buffer instanceof IntBuffer ints) {
      memory.asIntBuffer().put(ints.duplicate());
    } else if (buffer instanceof LongBuffer longs) {
      memory.asLongBuffer().put(longs.duplicate());
    } else {
      memory.asShortBuffer().put(((ShortBuffer) buffer).duplicate());
    }
    return memory;
  }

  /** A typed direct view does not give its bytes back, so it stays a view of its own kind. */
  private static ByteBuffer direct(Buffer buffer, int width) {
    if (buffer instanceof ByteBuffer bytes) {
      return bytes.slice().order(ByteOrder.nativeOrder());
    }
    throw new UnsupportedOperationException("direct " + width);
  }
}
