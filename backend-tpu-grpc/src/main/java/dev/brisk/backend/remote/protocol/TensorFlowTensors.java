package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import dev.brisk.backend.remote.wire.MessageReader;
import dev.brisk.backend.remote.wire.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tensors in TensorFlow's messages ({@code TensorProto}). They are written in the form that is the
 * elements' memory; both forms are read, since servers answer in the other one by default.
 */
final class TensorFlowTensors {
  private static final int TYPE = 1;
  private static final int SHAPE = 2;
  private static final int CONTENT = 4;
  private static final int STRINGS = 8;

  private TensorFlowTensors() {}

  /** The message of a tensor, which must stay pinned until it is sent. */
  static MessageWriter write(Tensor tensor, Tensor.Pin pin) {
    ElementType type = tensor.elementType();
    MessageWriter message = new MessageWriter();
    message.varint(TYPE, TensorFlowTypes.number(type));
    message.message(SHAPE, shape(tensor.shape()));
    if (type == ElementType.STRING) {
      for (String text : tensor.toStringArray()) {
        message.bytes(STRINGS, text.getBytes(StandardCharsets.UTF_8));
      }
    } else if (Nibbles.are(type)) {
      message.bytes(CONTENT, Nibbles.spread(tensor));
    } else {
      message.payload(CONTENT, LittleEndian.of(tensor, pin));
    }
    return message;
  }

  private static MessageWriter shape(Shape shape) {
    MessageWriter message = new MessageWriter();
    for (long dim : shape.dims()) {
      message.message(2, new MessageWriter().varint(1, dim));
    }
    return message;
  }

  /**
   * Reads a tensor.
   *
   * @param name what errors call it, and what its slot is asked for by
   */
  static Tensor read(String name, MessageReader message, Slots slots) {
    int number = 0;
    Shape shape = Shape.scalar();
    MessageReader content = null;
    List<Values> values = new ArrayList<>(1);
    while (message.next()) {
      switch (message.field()) {
        case TYPE -> number = message.intValue();
        case SHAPE -> shape = Shapes.size(name, readShape(message.message()));
        case CONTENT -> content = orNone(message.message());
        case 3, 14, 15 -> message.skip();
        default -> values.add(new Values(message.field(), message.encoded()));
      }
    }
    ElementType type = TensorFlowTypes.type(number);
    List<MessageReader> typed = of(TensorFlowTypes.valuesField(type), values);
    if (type == ElementType.STRING) {
      return Elements.strings(
          name, shape, content != null ? strings(name, shape, content) : typed, true);
    }
    Tensor target = slots.slot(name, type, shape);
    if (Nibbles.are(type)) {
      Nibbles.pack(name, content != null ? content.restAsBytes() : spread(typed, shape), target);
    } else if (content != null) {
      Elements.raw(name, target, content);
    } else {
      Elements.typed(name, target, typed, true);
    }
    return target;
  }

  /** An empty content stands for none. */
  private static @Nullable MessageReader orNone(MessageReader content) {
    return content.remaining() > 0 ? content : null;
  }

  private record Values(int field, MessageReader encoded) {}

  private static List<MessageReader> of(int field, List<Values> values) {
    return values.stream().filter(one -> one.field == field).map(Values::encoded).toList();
  }

  /** Reads a {@code TensorShapeProto}; null if even the rank is unknown. */
  static @Nullable Shape readShape(MessageReader message) {
    List<Long> dims = new ArrayList<>();
    boolean unknownRank = false;
    while (message.next()) {
      switch (message.field()) {
        case 2 -> dims.add(readDim(message.message()));
        case 3 -> unknownRank = message.bool();
        default -> message.skip();
      }
    }
    if (unknownRank) {
      return null;
    }
    return Shapes.of(dims);
  }

  private static long readDim(MessageReader message) {
    long size = 0;
    while (message.next()) {
      if (message.field() == 1) {
        size = message.varint();
      } else {
        message.skip();
      }
    }
    return size;
  }

  /** Texts in the form that is memory: first all lengths, then all bytes. */
  private static List<MessageReader> strings(String name, Shape shape, MessageReader content) {
    long count = shape.elements();
    if (count > content.remaining()) {
      throw new MalformedMessageException(
          "output '%s' string%s has fewer lengths than elements".formatted(name, shape));
    }
    long[] lengths = new long[(int) count];
    for (int i = 0; i < count; i++) {
      lengths[i] = content.readVarint();
    }
    List<MessageReader> texts = new ArrayList<>();
    for (long length : lengths) {
      texts.add(content.take(length));
    }
    return texts;
  }

  private static byte[] spread(List<MessageReader> typed, Shape shape) {
    byte[] spread = new byte[Math.toIntExact(shape.elements())];
    int count = 0;
    for (MessageReader sequence : typed) {
      while (sequence.remaining() > 0) {
        byte value = (byte) sequence.readVarint();
        if (count == spread.length) {
          throw new MalformedMessageException("more elements came than the shape has");
        }
        spread[count++] = value;
      }
    }
    if (count > 0) {
      Arrays.fill(spread, count, spread.length, spread[count - 1]);
    }
    return spread;
  }
}
