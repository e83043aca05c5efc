package dev.brisk;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;

/** Direct memory for a tensor from the buffers that a user gives. */
final class TensorMemory {
  private static final int PART_ALIGNMENT = 16;

  private TensorMemory() {}

  /**
   * The remaining elements of a direct buffer, in a buffer of its kind; a copy of a heap buffer.
   */
  static Buffer of(ElementType type, Shape shape, Buffer buffer) {
    TensorChecks.notStrings(type);
    checkKind(type, buffer);
    checkOrder(type, buffer);
    int width = buffer instanceof ByteBuffer ? 1 : type.bits() / Byte.SIZE;
    checkRemaining(type, shape, buffer, width);
    if (!buffer.isDirect()) {
      return copy(buffer, TensorChecks.javaSize(type, shape));
    }
    return buffer instanceof ByteBuffer bytes ? nativeSlice(bytes) : buffer.slice();
  }

  /** The bytes that native code lent; their order is the machine's, whatever the buffer says. */
  static ByteBuffer lent(ElementType type, Shape shape, ByteBuffer memory) {
    TensorChecks.notStrings(type);
    if (!memory.isDirect()) {
      throw new InvalidInputException(
          "Only a direct buffer can be adopted, but a heap buffer came for %s%s; use Tensor.of"
              .formatted(type, shape));
    }
    checkRemaining(type, shape, memory, 1);
    return nativeSlice(memory);
  }

  /** Read-only slices of all parts that are not empty. */
  static Buffer[] parts(ElementType type, Shape shape, List<ByteBuffer> parts) {
    List<ByteBuffer> kept = new ArrayList<>();
    long total = 0;
    for (ByteBuffer part : parts) {
      if (!part.isDirect()) {
        throw new InvalidInputException(
            "The parts of a tensor must be direct buffers, but part %d of %s%s is on the heap"
                .formatted(parts.indexOf(part), type, shape));
      }
      if (total % PART_ALIGNMENT != 0) {
        throw new InvalidInputException(
            "All parts of a tensor but the last must be multiples of %d bytes long, but those of"
                    .formatted(PART_ALIGNMENT)
                + " %s%s end at byte %d".formatted(type, shape, total));
      }
      if (part.hasRemaining()) {
        kept.add(nativeSlice(part.asReadOnlyBuffer()));
      }
      total += part.remaining();
    }
    TensorChecks.bytes(type, shape, total);
    if (kept.isEmpty()) {
      kept.add(ByteBuffer.allocateDirect(0).asReadOnlyBuffer().order(ByteOrder.nativeOrder()));
    }
    return kept.toArray(Buffer[]::new);
  }

  private static ByteBuffer nativeSlice(ByteBuffer bytes) {
    return bytes.slice().order(ByteOrder.nativeOrder());
  }

  private static void checkKind(ElementType type, Buffer buffer) {
    boolean fits =
        switch (type) {
          case FLOAT32 -> buffer instanceof FloatBuffer;
          case FLOAT64 -> buffer instanceof DoubleBuffer;
          case INT32, UINT32 -> buffer instanceof IntBuffer;
          case INT64, UINT64 -> buffer instanceof LongBuffer;
          case INT16, UINT16, FLOAT16, BFLOAT16 -> buffer instanceof ShortBuffer;
          default -> false;
        };
    if (!fits && !(buffer instanceof ByteBuffer)) {
      throw new InvalidInputException(
          "A tensor of %s cannot be made from a %s; give a ByteBuffer%s"
              .formatted(type, kind(buffer), kindFor(type)));
    }
  }

  static String kind(Buffer buffer) {
    if (buffer instanceof FloatBuffer) {
      return "FloatBuffer";
    } else if (buffer instanceof DoubleBuffer) {
      return "DoubleBuffer";
    } else if (buffer instanceof IntBuffer) {
      return "IntBuffer";
    } else if (buffer instanceof LongBuffer) {
      return "LongBuffer";
    } else if (buffer instanceof ShortBuffer) {
      return "ShortBuffer";
    }
    return buffer instanceof CharBuffer ? "CharBuffer" : "ByteBuffer";
  }

  private static String kindFor(ElementType type) {
    return switch (type) {
      case FLOAT32 -> " or a FloatBuffer";
      case FLOAT64 -> " or a DoubleBuffer";
      case INT32, UINT32 -> " or an IntBuffer";
      case INT64, UINT64 -> " or a LongBuffer";
      case INT16, UINT16, FLOAT16, BFLOAT16 -> " or a ShortBuffer";
      default -> "";
    };
  }

  private static void checkOrder(ElementType type, Buffer buffer) {
    ByteOrder order = orderOf(buffer);
    if (type.bits() <= Byte.SIZE || order == ByteOrder.nativeOrder()) {
      return;
    }
    String remedy =
        buffer instanceof ByteBuffer
            ? "call order(ByteOrder.nativeOrder()) on it before it is filled, or, if its bytes lie"
                + " in the machine's order already, before it is given"
            : "call order(ByteOrder.nativeOrder()) on the ByteBuffer before as"
                + kind(buffer)
                + "()";
    throw new InvalidInputException(
        "A %s for a tensor of %s must have the machine's byte order, %s, but has %s; %s"
            .formatted(kind(buffer), type, ByteOrder.nativeOrder(), order, remedy));
  }

  private static ByteOrder orderOf(Buffer buffer) {
    if (buffer instanceof ByteBuffer bytes) {
      return bytes.order();
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
    long expected = TensorChecks.byteSize(type, shape) / width;
    long actual = buffer.remaining();
    if (expected == actual) {
      return;
    }
    boolean unflipped = buffer.position() == expected;
    throw new InvalidInputException(
        "A tensor of %s%s takes %d %s, but the buffer has %d between its position and its limit%s"
            .formatted(
                type,
                shape,
                expected,
                width == 1 ? "bytes" : "elements",
                actual,
                unflipped ? "; it was filled and not flipped: call flip() on it first" : ""));
  }

  private static ByteBuffer copy(Buffer buffer, int size) {
    ByteBuffer memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    if (buffer instanceof ByteBuffer bytes) {
      memory.duplicate().put(bytes.duplicate());
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
}
