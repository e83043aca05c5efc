package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import dev.brisk.backend.remote.wire.MessageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Fills tensors from the two forms that elements have in messages. */
final class Elements {
  private Elements() {}

  /** From the elements as they lie in memory, little-endian. */
  static void raw(String name, Tensor target, MessageReader content) {
    if (content.remaining() != target.byteSize()) {
      throw new MalformedMessageException(
          "output '%s' %s takes %d bytes, but %d came"
              .formatted(name, target, target.byteSize(), content.remaining()));
    }
    ByteBuffer memory = target.asByteBuffer();
    content.readTo(memory);
    LittleEndian.settle(target.elementType(), memory.clear());
  }

  /**
   * From numbers of a kind that protobuf has.
   *
   * @param values the encoded numbers, all sequences together
   * @param repeat whether the last number stands for all that follow, and none for zeros
   */
  static void typed(String name, Tensor target, List<MessageReader> values, boolean repeat) {
    ElementType type = target.elementType();
    long expected = target.elements();
    ByteBuffer memory = target.asByteBuffer();
    int width = Math.toIntExact(type.byteSize(1));
    for (MessageReader sequence : values) {
      while (sequence.remaining() > 0) {
        if (!memory.hasRemaining()) {
          throw new MalformedMessageException(
              "output '%s' %s takes %d elements, but more came".formatted(name, target, expected));
        }
        if (isBulk(type)) {
          bulk(sequence, memory, type);
        } else {
          put(memory, width, type, sequence.readVarint());
        }
      }
    }
    int filled = memory.position();
    if (filled < memory.limit() && !repeat) {
      throw new MalformedMessageException(
          "output '%s' %s takes %d elements, but %d came"
              .formatted(name, target, expected, filled / width));
    }
    repeatLast(memory, filled, width);
  }

  /** Texts. */
  static Tensor strings(
      String name, dev.brisk.Shape shape, List<MessageReader> values, boolean repeat) {
    List<String> texts = new ArrayList<>();
    for (MessageReader value : values) {
      texts.add(value.restAsText());
    }
    long expected = shape.elements();
    boolean isShort = texts.size() < expected;
    if (texts.size() > expected || (isShort && !repeat) || expected > Integer.MAX_VALUE - 8) {
      throw new MalformedMessageException(
          "output '%s' string%s takes %d elements, but %d came"
              .formatted(name, shape, expected, texts.size()));
    }
    String last = texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    while (texts.size() < expected) {
      texts.add(last);
    }
    return Tensor.of(texts.toArray(String[]::new), shape.dims());
  }

  /** Whether numbers of the type are encoded as they lie in memory. */
  private static boolean isBulk(ElementType type) {
    return switch (type) {
      case FLOAT32, FLOAT64, COMPLEX64, COMPLEX128 -> true;
      case FLOAT8E4M3FN, FLOAT8E5M2 -> true;
      default -> false;
    };
  }

  private static void bulk(MessageReader sequence, ByteBuffer memory, ElementType type) {
    if (sequence.remaining() > memory.remaining()) {
      throw new MalformedMessageException("more elements came than the shape has");
    }
    int start = memory.position();
    int end = start + (int) sequence.remaining();
    sequence.readTo(memory.limit(end));
    LittleEndian.settle(type, memory.slice(start, end - start));
    memory.limit(memory.capacity());
  }

  private static void put(ByteBuffer memory, int width, ElementType type, long value) {
    switch (width) {
      case 1 -> memory.put(type == ElementType.BOOL ? (byte) (value == 0 ? 0 : 1) : (byte) value);
      case Short.BYTES -> memory.putShort((short) value);
      case Integer.BYTES -> memory.putInt((int) value);
      default -> memory.putLong(value);
    }
  }

  private static void repeatLast(ByteBuffer memory, int filled, int width) {
    if (filled % width != 0) {
      throw new MalformedMessageException("an element is cut off");
    }
    for (int at = filled; filled > 0 && at < memory.limit(); at++) {
      memory.put(at, memory.get(at - width));
    }
  }
}
