package dev.brisk.backend.remote.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A protobuf message under construction: its small fields encoded, its payloads referred to.
 *
 * <p>Payloads are read when the message is written out, as often as it is, so they must neither
 * change nor be freed before. Not thread-safe while fields are added.
 */
public final class MessageWriter {
  private static final int SCRATCH = 1 << 14;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;

  private byte[] bytes = new byte[64];
  private int size;
  private final List<Payload> payloads = new ArrayList<>(2);
  private long payloadBytes;

  /**
   * Bytes that are not copied into the message.
   *
   * @param at the number of encoded bytes before it
   * @param memory from its position to its limit, which nobody moves
   */
  private record Payload(int at, ByteBuffer memory) {}

  /** The size of the whole message in bytes. */
  public long size() {
    return size + payloadBytes;
  }

  /** An integer of any width or an enum's number; negative ones take ten bytes. */
  public MessageWriter varint(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** A float64. */
  public MessageWriter fixed64(int field, double value) {
    tag(field, FIXED64);
    reserve(Long.BYTES);
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[size++] = (byte) (bits >>> (Byte.SIZE * i));
    }
    return this;
  }

  /** A bool. */
  public MessageWriter bool(int field, boolean value) {
    return varint(field, value ? 1 : 0);
  }

  /** A text. */
  public MessageWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes, copied. */
  public MessageWriter bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    append(value, value.length);
    return this;
  }

  /** Integers, packed. */
  public MessageWriter packed(int field, long... values) {
    MessageWriter inner = new MessageWriter();
    for (long value : values) {
      inner.varint(value);
    }
    return message(field, inner);
  }

  /** A message within this one, complete by now. */
  public MessageWriter message(int field, MessageWriter inner) {
    tag(field, LENGTH_DELIMITED);
    varint(inner.size());
    for (Payload payload : inner.payloads) {
      payloads.add(new Payload(size + payload.at, payload.memory));
    }
    payloadBytes += inner.payloadBytes;
    append(inner.bytes, inner.size);
    return this;
  }

  /** Bytes that stay where they are, from the position to the limit. */
  public MessageWriter payload(int field, ByteBuffer memory) {
    ByteBuffer kept = memory.slice();
    tag(field, LENGTH_DELIMITED);
    varint(kept.remaining());
    payloads.add(new Payload(size, kept));
    payloadBytes += kept.remaining();
    return this;
  }

  /** Writes the message. */
  public void writeTo(OutputStream target) throws IOException {
    int written = 0;
    for (Payload payload : payloads) {
      target.write(bytes, written, payload.at - written);
      written = payload.at;
      write(payload.memory, target);
    }
    target.write(bytes, written, size - written);
  }

  /** A stream takes arrays only, so direct memory goes through a piece that stays in the cache. */
  private static void write(ByteBuffer memory, OutputStream target) throws IOException {
    if (memory.hasArray()) {
      target.write(memory.array(), memory.arrayOffset(), memory.remaining());
      return;
    }
    byte[] scratch = new byte[Math.min(SCRATCH, memory.remaining())];
    for (int at = 0; at < memory.limit(); at += scratch.length) {
      int count = Math.min(scratch.length, memory.limit() - at);
      memory.get(at, scratch, 0, count);
      target.write(scratch, 0, count);
    }
  }

  /** The message in one array. */
  public byte[] toByteArray() {
    java.io.ByteArrayOutputStream target =
        new java.io.ByteArrayOutputStream(Math.toIntExact(size()));
    try {
      writeTo(target);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return target.toByteArray();
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void append(byte[] source, int count) {
    reserve(count);
    System.arraycopy(source, 0, bytes, size, count);
    size += count;
  }

  private void reserve(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, count)));
    }
  }
}
