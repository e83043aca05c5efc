package dev.brisk.internal.onnx;

import dev.brisk.graph.Extras;
import dev.brisk.internal.protobuf.WireWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A message as its file had it, but for the fields whose values are others now. The fields that
 * stay come first, so that of two with one meaning the new one counts.
 */
final class Rewrite {
  private final Origin origin;
  private final BitSet dropped = new BitSet();
  private final List<Consumer<WireWriter>> fresh = new ArrayList<>();

  Rewrite(Origin origin) {
    this.origin = origin;
  }

  Rewrite(Extras extras) {
    this(Origin.of(extras));
  }

  /** Sets a text; an empty one is left out. */
  Rewrite name(int field, String value) {
    return origin.name(field).equals(value) ? this : text(field, value);
  }

  /** Sets a text that may not have been UTF-8; an empty one is left out. */
  Rewrite prose(int field, String value) {
    return origin.prose(field).equals(value) ? this : text(field, value);
  }

  private Rewrite text(int field, String value) {
    return value.isEmpty() ? drop(field) : replace(field, out -> out.string(field, value));
  }

  /** Sets an integer. */
  Rewrite varint(int field, long value, long absent) {
    return origin.varint(field, absent) == value
        ? this
        : replace(field, out -> out.varint(field, value));
  }

  /** Sets a repeated text. */
  Rewrite names(int field, List<String> values) {
    return origin.names(field).equals(values)
        ? this
        : replace(field, out -> values.forEach(value -> out.string(field, value)));
  }

  /** Sets keys and values. */
  Rewrite entries(int field, Map<String, String> values) {
    return origin.entries(field).equals(values)
        ? this
        : replace(field, out -> values.forEach((key, value) -> entry(out, field, key, value)));
  }

  static void entry(WireWriter out, int field, String key, String value) {
    out.message(
        field,
        entry -> {
          entry.string(1, key);
          entry.string(2, value);
        });
  }

  /** Leaves fields out. */
  Rewrite drop(int... fields) {
    for (int field : fields) {
      dropped.set(field);
    }
    return this;
  }

  /** Writes a field otherwise than it was. */
  Rewrite replace(int field, Consumer<WireWriter> writer) {
    fresh.add(writer);
    return drop(field);
  }

  void writeTo(WireWriter out) {
    if (dropped.isEmpty()) {
      origin.writeTo(out);
    } else {
      writeKept(out);
    }
    fresh.forEach(writer -> writer.accept(out));
  }

  private void writeKept(WireWriter out) {
    for (Cursor at = origin.fields(); at.next(); ) {
      if (!dropped.get(at.field().field())) {
        out.encoded(at.field().encoded());
      }
    }
  }
}
