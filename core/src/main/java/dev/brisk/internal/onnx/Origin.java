package dev.brisk.internal.onnx;

import dev.brisk.graph.Extras;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireType;
import dev.brisk.internal.protobuf.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message as a file has them. Of a field that should appear once the last counts,
 * one of another wire type than asked for counts as unknown, as protobuf has it.
 */
final class Origin {
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final List<Bytes> pieces;
  private final FieldIndex index;

  private Origin(List<Bytes> pieces) {
    this.pieces = pieces;
    this.index = new FieldIndex(pieces);
  }

  static Origin of(Bytes message) {
    return new Origin(List.of(message));
  }

  static Origin of(Extras extras) {
    List<Bytes> pieces = new ArrayList<>();
    for (ByteBuffer piece : extras.encoded()) {
      pieces.add(Bytes.of(piece));
    }
    return new Origin(pieces);
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  void writeTo(WireWriter out) {
    pieces.forEach(out::encoded);
  }

  /** A cursor before the first of all fields. */
  Cursor fields() {
    return new Cursor(index, 0, 0);
  }

  /** A cursor before the first field of a number. */
  Cursor fields(int field) {
    return new Cursor(index, ~7, WireType.tag(field, 0));
  }

  /** A cursor before the first field of a number and wire type. */
  Cursor fields(int field, int wireType) {
    return new Cursor(index, ~0, WireType.tag(field, wireType));
  }

  boolean has(int field, int wireType) {
    return index.next(0, ~0, WireType.tag(field, wireType)) >= 0;
  }

  /** A text that must be valid UTF-8, since others refer to it; "" where it is absent. */
  String name(int field) {
    String last = "";
    for (Cursor at = fields(field, WireType.LENGTH); at.next(); ) {
      last = at.field().string();
    }
    return last;
  }

  /** The texts of a repeated field, each of which must be valid UTF-8. */
  List<String> names(int field) {
    List<String> names = new ArrayList<>();
    for (Cursor at = fields(field, WireType.LENGTH); at.next(); ) {
      names.add(at.field().string());
    }
    return names;
  }

  /** A text for people, what is not UTF-8 in it replaced; "" where it is absent. */
  String prose(int field) {
    Bytes last = bytes(field);
    if (last == null) {
      return "";
    }
    Kept.checkSize(last);
    return new String(last.toByteArray(), StandardCharsets.UTF_8);
  }

  long varint(int field, long absent) {
    long last = absent;
    for (Cursor at = fields(field, WireType.VARINT); at.next(); ) {
      last = at.field().varint();
    }
    return last;
  }

  /** The payload of a field of bytes or a message, or null where it is absent. */
  @Nullable Bytes bytes(int field) {
    Bytes last = null;
    for (Cursor at = fields(field, WireType.LENGTH); at.next(); ) {
      last = at.field().bytes();
    }
    return last;
  }

  /** The payloads of a repeated field of messages or bytes. */
  List<Bytes> messages(int field) {
    List<Bytes> messages = new ArrayList<>();
    for (Cursor at = fields(field, WireType.LENGTH); at.next(); ) {
      messages.add(at.field().bytes());
    }
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
}
