package dev.brisk.internal.protobuf;

import dev.brisk.internal.memory.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the fields of one protobuf message.
 *
 * <p>Each {@link #next} moves to a field, whose tag tells which of the reading methods to call:
 * exactly one of them, or none, which skips the field. Payloads are slices of the message, never
 * copied. Every reading method throws {@link WireFormatException} where the bytes are not well
 * formed; no length is trusted beyond the message's end, and messages nest to {@link #MAX_DEPTH}.
 * Not thread-safe.
 */
public final class WireReader {
  /** How deep messages and groups may nest: what other implementations accept by default. */
  public static final int MAX_DEPTH = 100;

  /** What a lenient decoder puts for bytes that are no text. */
  private static final char REPLACEMENT = '\uFFFD';

  private final Bytes message;
  private final int depth;
  private long fieldStart;
  private long position;
  private int tag;
  private boolean read = true;

  /** A cursor before the first field of an outermost message. */
  public WireReader(Bytes message) {
    this(message, 0);
  }

  private WireReader(Bytes message, int depth) {
    this.message = message;
    this.depth = depth;
  }

  /** Moves to the next field; false at the message's end. */
  public boolean next() {
    if (!read) {
      skip();
    }
    if (position == message.size()) {
      return false;
    }
    fieldStart = position;
    tag = readTag();
    read = false;
    return true;
  }

  /** The field's number and wire type, as {@link WireType#tag} joins them. */
  public int tag() {
    return tag;
  }

  /** The field's number. */
  public int field() {
    return tag >>> 3;
  }

  /** Where the field begins in the file or memory that is read. */
  public long offset() {
    return message.offset() + fieldStart;
  }

  /** The payload of a varint field. */
  public long varint() {
    expect(WireType.VARINT);
    return readVarint();
  }

  /** The payload of a varint field of a 32-bit type; excess bits are dropped, as protobuf does. */
  public int varint32() {
    return (int) varint();
  }

  /** The payload of a four-byte field. */
  public int fixed32() {
    expect(WireType.FIXED32);
    return message.getInt(advance(Integer.BYTES));
  }

  /** The payload of an eight-byte field. */
  public long fixed64() {
    expect(WireType.FIXED64);
    return message.getLong(advance(Long.BYTES));
  }

  /** The payload of a four- or eight-byte field as it lies, shared. */
  public Bytes fixed() {
    int size = (tag & 7) == WireType.FIXED32 ? Integer.BYTES : Long.BYTES;
    expect(size == Integer.BYTES ? WireType.FIXED32 : WireType.FIXED64);
    return message.slice(advance(size), size);
  }

  /** The payload of a length-delimited field, shared. */
  public Bytes bytes() {
    expect(WireType.LENGTH);
    long length = readLength();
    return message.slice(advance(length), length);
  }

  /** The payload as text, or null if it is not valid UTF-8. */
  public @Nullable String text() {
    Bytes payload = bytes();
    if (payload.size() > Bytes.MAX_BUFFER) {
      throw error(fieldStart, "a text of " + payload.size() + " bytes is longer than 1 GiB");
    }
    byte[] bytes = payload.toByteArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes) ? text : null;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The payload as text; fails if it is not valid UTF-8. */
  public String string() {
    String text = text();
    if (text == null) {
      throw error(fieldStart, "the text of field " + field() + " is not valid UTF-8");
    }
    return text;
  }

  /** Goes through the payload as packed varints. */
  public void packedVarints(LongConsumer visitor) {
    WireReader numbers = new WireReader(bytes(), depth);
    while (numbers.position < numbers.message.size()) {
      visitor.accept(numbers.readVarint());
    }
  }

  /** A cursor over the payload as a message. */
  public WireReader message() {
    return nested(bytes());
  }

  /** A cursor over a slice of this message's memory that holds a message one level deeper. */
  public WireReader nested(Bytes payload) {
    if (depth == MAX_DEPTH) {
      throw error(fieldStart, "messages nest deeper than " + MAX_DEPTH + " levels");
    }
    return new WireReader(payload, depth + 1);
  }

  /** The whole field, tag and payload, as it is encoded, shared. */
  public Bytes encoded() {
    if (!read) {
      skip();
    }
    return message.slice(fieldStart, position - fieldStart);
  }

  private void skip() {
    read = true;
    int type = tag & 7;
    if (type == WireType.GROUP_START) {
      skipGroup();
    } else {
      skipPayload(type);
    }
  }

  private void skipPayload(int type) {
    switch (type) {
      case WireType.VARINT -> readVarint();
      case WireType.FIXED64 -> advance(Long.BYTES);
      case WireType.LENGTH -> advance(readLength());
      case WireType.FIXED32 -> advance(Integer.BYTES);
      default -> throw error(fieldStart, "a group ends that was not begun");
    }
  }

  private void skipGroup() {
    int[] open = new int[MAX_DEPTH - depth + 1];
    int count = 0;
    open[count++] = field();
    while (count > 0) {
      long start = position;
      int inner = readTag();
      int type = inner & 7;
      if (type == WireType.GROUP_START) {
        if (count == open.length - 1) {
          throw error(start, "groups nest deeper than " + MAX_DEPTH + " levels");
        }
        open[count++] = inner >>> 3;
      } else if (type == WireType.GROUP_END) {
        if (open[--count] != inner >>> 3) {
          throw error(start, "group " + open[count] + " is ended as group " + (inner >>> 3));
        }
      } else {
        skipPayload(type);
      }
    }
  }

  private int readTag() {
    long start = position;
    long value = readVarint();
    if (value >>> 32 != 0 || value >>> 3 == 0) {
      throw error(start, "a field number must be 1 to 536870911, but is " + (value >>> 3));
    }
    int type = (int) value & 7;
    if (type > WireType.FIXED32) {
      throw error(start, "wire type " + type + " of field " + (value >>> 3) + " is unknown");
    }
    return (int) value;
  }

  private long readLength() {
    long start = position;
    long length = readVarint();
    long left = message.size() - position;
    if (length < 0 || length > left) {
      throw error(
          start,
          "field "
              + field()
              + " claims "
              + Long.toUnsignedString(length)
              + " bytes, but only "
              + left
              + " are left");
    }
    return length;
  }

  private long readVarint() {
    long start = position;
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position == message.size()) {
        throw error(start, "a number is cut off");
      }
      byte b = message.get(position++);
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw error(start, "a number is longer than 10 bytes");
  }

  private long advance(long length) {
    long start = position;
    if (message.size() - start < length) {
      throw error(start, "field " + field() + " is cut off");
    }
    position += length;
    return start;
  }

  private void expect(int wireType) {
    if (read || (tag & 7) != wireType) {
      throw new IllegalStateException("the field is of wire type " + (tag & 7) + ", or was read");
    }
    read = true;
  }

  private WireFormatException error(long at, String reason) {
    return new WireFormatException(message.offset() + at, reason);
  }
}
