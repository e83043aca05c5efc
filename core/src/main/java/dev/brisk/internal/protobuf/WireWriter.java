package dev.brisk.internal.protobuf;

import dev.brisk.internal.memory.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the fields of a protobuf message, one call a field. Fields are written as given, also those
 * that hold their type's default. Not thread-safe.
 */
public abstract sealed class WireWriter permits MeasuringWriter, StreamingWriter {
  private long position;

  WireWriter() {}

  /** The number of bytes written or measured so far. */
  final long position() {
    return position;
  }

  final void advance(long count) {
    position += count;
  }

  abstract void writeVarint(long value);

  abstract void writeFixed32(int value);

  abstract void writeRaw(byte[] bytes);

  abstract void writeRaw(ByteBuffer buffer);

  /**
   * Writes a message's length and its fields.
   *
   * @param fields writes the fields; must do the same each time it is called
   */
  abstract void writeMessage(Consumer<WireWriter> fields);

  /** Writes a field of any integer type but the zigzag ones; an int is widened with its sign. */
  public final void varint(int field, long value) {
    tag(field, WireType.VARINT);
    writeVarint(value);
  }

  /** Writes a float field. */
  public final void fixed32(int field, float value) {
    tag(field, WireType.FIXED32);
    writeFixed32(Float.floatToRawIntBits(value));
  }

  /** Writes a string field as UTF-8. */
  public final void string(int field, String text) {
    tag(field, WireType.LENGTH);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeVarint(bytes.length);
    writeRaw(bytes);
  }

  /** Writes a bytes field. */
  public final void bytes(int field, Bytes payload) {
    tag(field, WireType.LENGTH);
    writeVarint(payload.size());
    payload.buffers().forEach(this::writeRaw);
  }

  /** Writes a bytes field from what remains in several buffers, whose positions stay. */
  public final void bytes(int field, List<ByteBuffer> parts) {
    tag(field, WireType.LENGTH);
    writeVarint(parts.stream().mapToLong(ByteBuffer::remaining).sum());
    parts.forEach(part -> writeRaw(part.duplicate()));
  }

  /** Writes a packed field of integers. */
  public final void packed(int field, long[] values) {
    tag(field, WireType.LENGTH);
    long size = 0;
    for (long value : values) {
      size += WireType.varintSize(value);
    }
    writeVarint(size);
    for (long value : values) {
      writeVarint(value);
    }
  }

  /** Writes a packed field of floats. */
  public final void packed(int field, float[] values) {
    tag(field, WireType.LENGTH);
    writeVarint((long) values.length * Float.BYTES);
    for (float value : values) {
      writeFixed32(Float.floatToRawIntBits(value));
    }
  }

  /**
   * Writes a message field.
   *
   * @param fields writes the message's fields; must do the same each time it is called
   */
  public final void message(int field, Consumer<WireWriter> fields) {
    tag(field, WireType.LENGTH);
    writeMessage(fields);
  }

  /** Writes a field, or several, that are encoded already, tags included. */
  public final void encoded(Bytes fields) {
    fields.buffers().forEach(this::writeRaw);
  }

  private void tag(int field, int wireType) {
    writeVarint(Integer.toUnsignedLong(WireType.tag(field, wireType)));
  }
}
