package dev.brisk.internal.protobuf;

import dev.brisk.internal.memory.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * A message that was measured and can be streamed.
 *
 * <p>A length stands before the message that it measures, so the fields are gone through twice: the
 * first time only sizes are noted, the second time the bytes flow. Neither holds the message, and
 * payloads go to the channel from where they lie.
 */
public final class WireMessage {
  private final Consumer<WireWriter> fields;
  private final Sizes sizes;
  private final long size;

  private WireMessage(Consumer<WireWriter> fields, Sizes sizes, long size) {
    this.fields = fields;
    this.sizes = sizes;
    this.size = size;
  }

  /**
   * Measures a message.
   *
   * @param fields writes the message's fields; must do the same each time it is called
   */
  public static WireMessage measure(Consumer<WireWriter> fields) {
    Sizes sizes = new Sizes();
    MeasuringWriter writer = new MeasuringWriter(sizes);
    fields.accept(writer);
    return new WireMessage(fields, sizes, writer.position());
  }

  /** The number of bytes of the encoded message. */
  public long size() {
    return size;
  }

  /** Writes the encoded message. */
  public void writeTo(WritableByteChannel channel) throws IOException {
    try {
      StreamingWriter writer = new StreamingWriter(sizes.rewind(), channel);
      fields.accept(writer);
      writer.flush();
      if (writer.position() != size) {
        throw new IllegalStateException(
            "the message was measured as " + size + " bytes, but has " + writer.position());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The encoded message in memory, for messages of less than 2 GiB. */
  public Bytes toBytes() {
    ByteBuffer memory = ByteBuffer.allocate(Math.toIntExact(size));
    writeTo(memory);
    return Bytes.of(memory.flip());
  }

  /** Writes the encoded message to memory, which must have room for it. */
  public void writeTo(ByteBuffer memory) {
    try {
      writeTo(new BufferChannel(memory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record BufferChannel(ByteBuffer memory) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) {
      int count = source.remaining();
      memory.put(source);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
