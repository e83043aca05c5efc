package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors' elements in the byte order of the protocols. */
final class LittleEndian {
  private static final boolean NATIVE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private LittleEndian() {}

  /** A tensor's elements, in its own memory where that can be; to be used while it is pinned. */
  static ByteBuffer of(Tensor tensor, Tensor.Pin pin) {
    if (NATIVE && pin.memory() instanceof ByteBuffer memory) {
      return memory;
    }
    return swap(tensor.elementType(), ByteBuffer.wrap(tensor.toByteArray()));
  }

  /** Brings elements that were copied from a message into the machine's order. */
  static void settle(ElementType type, ByteBuffer elements) {
    swap(type, elements);
  }

  private static ByteBuffer swap(ElementType type, ByteBuffer elements) {
    int width = numberBytes(type);
    for (int at = 0; !NATIVE && width > 1 && at < elements.limit(); at += width) {
      for (int low = at, high = at + width - 1; low < high; low++, high--) {
        byte kept = elements.get(low);
        elements.put(low, elements.get(high)).put(high, kept);
      }
    }
    return elements;
  }

  /** The bytes of a number; a complex one is two. */
  private static int numberBytes(ElementType type) {
    return switch (type) {
      case COMPLEX64 -> Float.BYTES;
      case COMPLEX128 -> Double.BYTES;
      default -> Math.max(1, type.bits() / Byte.SIZE);
    };
  }
}
