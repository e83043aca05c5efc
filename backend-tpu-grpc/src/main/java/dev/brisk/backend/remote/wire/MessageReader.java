package dev.brisk.backend.remote.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A cursor over the fields of a protobuf message that lies in several buffers, as it came from the
 * network.
 *
 * <p>{@link #next} moves to a field; then exactly one of the reading methods is called, {@link
 * #skip} for a field of no interest. All throw {@link MalformedMessageException} where the bytes
 * are not well formed; no length is trusted beyond the message's end. Not thread-safe.
 */
public final class MessageReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  /** The longest varint. */
  private static final int VARINT_BYTES = 10;

  private final ByteBuffer[] buffers;
  private int index;
  private int position;
  private long left;
  private int tag;

  private MessageReader(ByteBuffer[] buffers, int index, int position, long left) {
    this.buffers = buffers;
    this.index = index;
    this.position = position;
    this.left = left;
  }

  /** A reader of the bytes between each buffer's position and its limit, which it does not move. */
  public static MessageReader of(List<ByteBuffer> parts) {
    ByteBuffer[] buffers = new ByteBuffer[parts.size()];
    long total = 0;
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = parts.get(i).slice().order(ByteOrder.LITTLE_ENDIAN);
      total += buffers[i].limit();
    }
    return new MessageReader(buffers, 0, 0, total);
  }

  /** A reader of one array. */
  public static MessageReader of(byte[] bytes) {
    return of(List.of(ByteBuffer.wrap(bytes)));
  }

  /** Moves to the next field; false at the end of the message. */
  public boolean next() {
    if (left == 0) {
      return false;
    }
    long value = readVarint();
    tag = (int) value;
    if (value >>> 3 == 0 || value >>> 32 != 0) {
      throw malformed("a field has the tag " + value);
    }
    return true;
  }

  /** The field's number. */
  public int field() {
    return tag >>> 3;
  }

  /** Whether the field is a sequence of bytes: a text, a message or packed numbers. */
  public boolean isDelimited() {
    return (tag & 7) == LENGTH_DELIMITED;
  }

  /** The bytes not read yet. */
  public long remaining() {
    return left;
  }

  /** An integer's value. */
  public long varint() {
    expect(VARINT, "an integer");
    return readVarint();
  }

  /** An integer that fits an int, such as an enum's number. */
  public int intValue() {
    return (int) varint();
  }

  /** A bool's value. */
  public boolean bool() {
    return varint() != 0;
  }

  /** A float64's value. */
  public double fixed64() {
    expect(FIXED64, "a float64");
    return Double.longBitsToDouble(readFixed64());
  }

  /** A message's or a sequence's bytes, to be read apart from this reader. */
  public MessageReader message() {
    expect(LENGTH_DELIMITED, "a sequence of bytes");
    return take(readLength());
  }

  /** A text's value. */
  public String text() {
    return message().restAsText();
  }

  /** The field's value as it is encoded, without its length: one number, or packed ones. */
  public MessageReader encoded() {
    return switch (tag & 7) {
      case LENGTH_DELIMITED -> take(readLength());
      case FIXED32 -> take(Integer.BYTES);
      case FIXED64 -> take(Long.BYTES);
      case VARINT -> {
        MessageReader value = new MessageReader(buffers, index, position, left);
        readVarint();
        value.left -= left;
        yield value;
      }
      default -> throw malformed("field " + field() + " has the unknown wire type " + (tag & 7));
    };
  }

  /** Passes over the field. */
  public void skip() {
    encoded();
  }

  /** The next number of a sequence of varints. */
  public long readVarint() {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES; i++) {
      byte next = readByte();
      value |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("an integer takes more than ten bytes");
  }

  /** The next four bytes of a sequence. */
  public int readFixed32() {
    settle();
    if (left >= Integer.BYTES && buffers[index].limit() - position >= Integer.BYTES) {
      int value = buffers[index].getInt(position);
      position += Integer.BYTES;
      left -= Integer.BYTES;
      return value;
    }
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value |= (readByte() & 0xFF) << (Byte.SIZE * i);
    }
    return value;
  }

  /** The next eight bytes of a sequence. */
  public long readFixed64() {
    long low = readFixed32() & 0xFFFF_FFFFL;
    return low | (long) readFixed32() << Integer.SIZE;
  }

  /** The next bytes of a sequence, as many as the target has room for. */
  public void readTo(ByteBuffer target) {
    if (target.remaining() > left) {
      throw malformed("%d bytes are missing".formatted(target.remaining() - left));
    }
    while (target.hasRemaining()) {
      settle();
      ByteBuffer source = buffers[index];
      int count = Math.min(target.remaining(), source.limit() - position);
      target.put(source.slice(position, count));
      position += count;
      left -= count;
    }
  }

  /** The next bytes of a sequence apart from it. */
  public MessageReader take(long count) {
    if (count < 0 || count > left) {
      throw malformed("%d bytes are announced, but only %d are left".formatted(count, left));
    }
    MessageReader taken = new MessageReader(buffers, index, position, count);
    long rest = count;
    while (rest > 0) {
      settle();
      long step = Math.min(rest, buffers[index].limit() - position);
      position += (int) step;
      rest -= step;
    }
    left -= count;
    return taken;
  }

  /** The rest of a sequence as text. */
  public String restAsText() {
    return new String(restAsBytes(), StandardCharsets.UTF_8);
  }

  /** The rest of a sequence. */
  public byte[] restAsBytes() {
    if (left > Integer.MAX_VALUE - 8) {
      throw malformed("a sequence of %d bytes is too long".formatted(left));
    }
    ByteBuffer target = ByteBuffer.allocate((int) left);
    readTo(target);
    return target.array();
  }

  private byte readByte() {
    if (left == 0) {
      throw malformed("it ends within a field");
    }
    settle();
    left--;
    return buffers[index].get(position++);
  }

  private long readLength() {
    long length = readVarint();
    if (length < 0) {
      throw malformed("a length is negative");
    }
    return length;
  }

  /** Goes to the buffer that holds the next byte, if there is one. */
  private void settle() {
    while (index < buffers.length && position == buffers[index].limit()) {
      if (index == buffers.length - 1) {
        return;
      }
      index++;
      position = 0;
    }
  }

  private void expect(int wireType, String what) {
    if ((tag & 7) != wireType) {
      throw malformed(
          "field %d must be %s, but has the wire type %d".formatted(field(), what, tag & 7));
    }
  }

  private static MalformedMessageException malformed(String why) {
    return new MalformedMessageException(why);
  }
}
