package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import dev.brisk.backend.remote.wire.MessageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tensors in the messages of the Open Inference Protocol. They are written raw, beside their
 * descriptions; both forms are read, since some servers answer in the form of the request only.
 */
final class OpenInferenceTensors {
  private OpenInferenceTensors() {}

  /** The elements as they go into a request; of a tensor pinned until it is sent. */
  static ByteBuffer raw(Tensor tensor, Tensor.Pin pin) {
    return tensor.elementType() == ElementType.STRING
        ? strings(tensor.toStringArray())
        : LittleEndian.of(tensor, pin);
  }

  /** Each text after its length in four bytes. */
  private static ByteBuffer strings(String[] texts) {
    List<byte[]> encoded = new ArrayList<>();
    int size = 0;
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      encoded.add(bytes);
      size = Math.addExact(size, Integer.BYTES + bytes.length);
    }
    ByteBuffer memory = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    encoded.forEach(bytes -> memory.putInt(bytes.length).put(bytes));
    return memory.flip();
  }

  /** What a reply says of an output, and the output itself where it is typed. */
  record Description(String name, ElementType type, Shape shape, @Nullable MessageReader contents) {
    static Description read(MessageReader message) {
      String name = "";
      String type = "";
      List<Long> dims = new ArrayList<>();
      MessageReader contents = null;
      while (message.next()) {
        switch (message.field()) {
          case 1 -> name = message.text();
          case 2 -> type = message.text();
          case 3 -> addAll(dims, message.encoded());
          case 5 -> contents = message.message();
          default -> message.skip();
        }
      }
      return new Description(name, OpenInferenceTypes.type(type), Shapes.of(dims), contents);
    }
  }

  /** Adds packed numbers. */
  static void addAll(List<Long> numbers, MessageReader packed) {
    while (packed.remaining() > 0) {
      numbers.add(packed.readVarint());
    }
  }

  /** Reads an output; {@code raw} is null where its elements are typed. */
  static Tensor read(Description output, @Nullable MessageReader raw, Slots slots) {
    Shapes.size(output.name(), output.shape());
    if (output.type() == ElementType.STRING) {
      return Elements.strings(
          output.name(), output.shape(), raw != null ? texts(raw) : typed(output), false);
    }
    Tensor target = slots.slot(output.name(), output.type(), output.shape());
    if (raw != null) {
      Elements.raw(output.name(), target, raw);
    } else {
      Elements.typed(output.name(), target, typed(output), false);
    }
    return target;
  }

  private static List<MessageReader> texts(MessageReader raw) {
    List<MessageReader> texts = new ArrayList<>();
    while (raw.remaining() > 0) {
      texts.add(raw.take(raw.readFixed32() & 0xFFFF_FFFFL));
    }
    return texts;
  }

  private static List<MessageReader> typed(Description output) {
    int field = OpenInferenceTypes.contentsField(output.type());
    if (field == 0) {
      throw new MalformedMessageException(
          "output '%s' of %s came typed, but has only a raw form"
              .formatted(output.name(), output.type()));
    }
    List<MessageReader> values = new ArrayList<>();
    MessageReader contents = output.contents();
    while (contents != null && contents.next()) {
      MessageReader encoded = contents.encoded();
      if (contents.field() == field) {
        values.add(encoded);
      }
    }
    return values;
  }
}
