package dev.brisk.internal.onnx;

import dev.brisk.graph.Extras;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireFormatException;
import dev.brisk.internal.protobuf.WireReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the fields of a message that stay encoded; neighbours become one piece. */
final class Kept {
  private final Bytes message;
  private final MessageType type;
  private final List<Bytes> pieces = new ArrayList<>();
  private @Nullable Bytes last;

  Kept(Bytes message, MessageType type) {
    this.message = message;
    this.type = type;
  }

  /** All fields of the message that is the field at which the reader stands. */
  static Extras all(WireReader field, Bytes message, MessageType type) {
    checkSize(message);
    type.check(field.nested(message));
    return Extras.of(message.buffers());
  }

  /** Keeps the field at which a reader of the message stands. */
  void add(WireReader reader) {
    type.checkField(reader);
    add(reader.encoded());
  }

  /** Keeps a field of the message. */
  void add(Bytes field) {
    checkSize(field);
    Bytes before = last;
    if (before != null
        && before.offset() + before.size() == field.offset()
        && before.size() + field.size() <= Bytes.MAX_BUFFER) {
      last = message.slice(before.offset() - message.offset(), before.size() + field.size());
      pieces.set(pieces.size() - 1, last);
    } else {
      last = field;
      pieces.add(field);
    }
  }

  Extras extras() {
    List<ByteBuffer> buffers = new ArrayList<>();
    pieces.forEach(piece -> buffers.addAll(piece.buffers()));
    return Extras.of(buffers);
  }

  static void checkSize(Bytes field) {
    if (field.size() > Bytes.MAX_BUFFER) {
      throw new WireFormatException(
          field.offset(),
          "a field of "
              + field.size()
              + " bytes is longer than 1 GiB, which only the elements of a tensor may be");
    }
  }
}
