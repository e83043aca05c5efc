package dev.brisk.internal.onnx;

import dev.brisk.graph.Extras;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import dev.brisk.internal.protobuf.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message as a file has them. Of a field that should appear once the last counts,
 * one of another wire type than asked for counts as unknown, as protobuf has it.
 */
final class Origin {
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final List<Bytes> pieces;

  private Origin(List<Bytes> pieces) {
    this.pieces = pieces;
  }

  static Origin of(Bytes message) {
    return new Origin(List.of(message));
  }

  static Origin of(Extras extras) {
    return new Origin(extras.encoded().stream().map(Bytes::of).toList());
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  void writeTo(WireWriter out) {
    pieces.forEach(out::encoded);
  }

  /** Goes through all fields in order. */
  void each(Consumer<WireReader> visitor) {
    for (Bytes piece : pieces) {
      WireReader reader = new WireReader(piece);
      while (reader.next()) {
        visitor.accept(reader);
      }
    }
  }

  /** Goes through the fields of a tag. */
  void each(int field, int wireType, Consumer<WireReader> visitor) {
    int tag = WireType.tag(field, wireType);
    each(
        reader -> {
          if (reader.tag() == tag) {
            visitor.accept(reader);
          }
        });
  }

  boolean has(int field, int wireType) {
    boolean[] found = new boolean[1];
    each(field, wireType, reader -> found[0] = true);
    return found[0];
  }

  /** A text that must be valid UTF-8, since others refer to it; "" where it is absent. */
  String name(int field) {
    String[] last = {""};
    each(field, WireType.LENGTH, reader -> last[0] = reader.string());
    return last[0];
  }

  /** The texts of a repeated field, each of which must be valid UTF-8. */
  List<String> names(int field) {
    List<String> names = new ArrayList<>();
    each(field, WireType.LENGTH, reader -> names.add(reader.string()));
    return names;
  }

  /** A text for people, what is not UTF-8 in it replaced; "" where it is absent. */
  String prose(int field) {
    Bytes last = bytes(field);
    return last == null ? "" : new String(last.toByteArray(), StandardCharsets.UTF_8);
  }

  long varint(int field, long absent) {
    long[] last = {absent};
    each(field, WireType.VARINT, reader -> last[0] = reader.varint());
    return last[0];
  }

  @Nullable Bytes bytes(int field) {
    List<Bytes> all = messages(field);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** The payloads of a repeated field of messages or bytes. */
  List<Bytes> messages(int field) {
    List<Bytes> messages = new ArrayList<>();
    each(field, WireType.LENGTH, reader -> messages.add(reader.bytes()));
    return messages;
  }

  /** A repeated field of keys and values; of two with one key the later counts. */
  Map<String, String> entries(int field) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (Bytes message : messages(field)) {
      Origin entry = of(message);
      entries.put(entry.prose(KEY), entry.prose(VALUE));
    }
    return entries;
  }

  long[] integers(int field) {
    return Numbers.integers(this, field);
  }

  float[] floats(int field) {
    return Numbers.floats(this, field);
  }
}
