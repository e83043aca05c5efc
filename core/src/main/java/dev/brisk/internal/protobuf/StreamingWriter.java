package dev.brisk.internal.protobuf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * Sends measured messages to a channel: small fields by way of a buffer, large direct payloads from
 * where they lie.
 */
final class StreamingWriter extends WireWriter {
  private static final int BUFFER = 1 << 16;
  private static final int VARINT_MAX = 10;

  private final Sizes sizes;
  private final WritableByteChannel channel;
  private final ByteBuffer pending =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  StreamingWriter(Sizes sizes, WritableByteChannel channel) {
    this.sizes = sizes;
    this.channel = channel;
  }

  @Override
  void writeVarint(long value) {
    reserve(VARINT_MAX);
    int start = pending.position();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      pending.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    pending.put((byte) rest);
    advance(pending.position() - start);
  }

  @Override
  void writeFixed32(int value) {
    reserve(Integer.BYTES);
    pending.putInt(value);
    advance(Integer.BYTES);
  }

  @Override
  void writeRaw(byte[] bytes) {
    writeRaw(ByteBuffer.wrap(bytes));
  }

  @Override
  void writeRaw(ByteBuffer buffer) {
    advance(buffer.remaining());
    if (buffer.isDirect() && buffer.remaining() > BUFFER) {
      flush();
      drain(buffer);
    } else {
      copy(buffer);
    }
  }

  /** A channel copies a heap buffer whole into direct memory first, so it gets it in pieces. */
  private void copy(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      if (!pending.hasRemaining()) {
        flush();
      }
      int count = Math.min(buffer.remaining(), pending.remaining());
      pending.put(buffer.slice(buffer.position(), count));
      buffer.position(buffer.position() + count);
    }
  }

  @Override
  void writeMessage(Consumer<WireWriter> fields) {
    long size = sizes.next();
    writeVarint(size);
    long start = position();
    fields.accept(this);
    if (position() - start != size) {
      throw new IllegalStateException(
          "a message was measured as " + size + " bytes, but has " + (position() - start));
    }
  }

  void flush() {
    drain(pending.flip());
    pending.clear();
  }

  private void reserve(int count) {
    if (pending.remaining() < count) {
      flush();
    }
  }

  private void drain(ByteBuffer buffer) {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
