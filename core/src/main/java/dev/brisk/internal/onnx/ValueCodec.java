package dev.brisk.internal.onnx;

import dev.brisk.InvalidModelException;
import dev.brisk.graph.Value;
import dev.brisk.graph.ValueType;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import dev.brisk.internal.protobuf.WireWriter;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code ValueInfoProto}: what a graph declares of its values. */
final class ValueCodec {
  private static final int NAME = 1;
  private static final int TYPE = 2;

  private ValueCodec() {}

  /** Reads the value that is the field at which the reader stands. */
  static Value read(WireReader field) {
    Bytes message = field.bytes();
    Origin origin = Origin.of(message);
    String name = origin.name(NAME);
    try {
      return new Value(name, type(origin), Kept.all(field, message, MessageType.VALUE));
    } catch (InvalidModelException e) {
      throw new InvalidModelException("value '" + name + "': " + e.getMessage(), e);
    }
  }

  private static @Nullable ValueType type(Origin origin) {
    ValueType last = null;
    for (Cursor at = origin.fields(TYPE, WireType.LENGTH); at.next(); ) {
      last = TypeCodec.read(at.field().message());
    }
    return last;
  }

  static void write(WireWriter out, Value value) {
    Origin origin = Origin.of(value.extras());
    Rewrite rewrite = new Rewrite(origin).name(NAME, value.name());
    ValueType type = value.type();
    if (type == null ? type(origin) != null : !type.equals(type(origin))) {
      rewrite.drop(TYPE);
      if (type != null) {
        rewrite.replace(
            TYPE, fields -> fields.message(TYPE, inner -> TypeCodec.write(inner, type)));
      }
    }
    rewrite.writeTo(out);
  }
}
