package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.wire.MessageReader;
import io.grpc.Detachable;
import io.grpc.HasByteBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came, in the transport's own buffers where the transport lends them. They are
 * given back on close, so nothing that is read from it may refer to them after that.
 */
public final class Reply implements AutoCloseable {
  private static final AtomicInteger HELD = new AtomicInteger();

  private final List<ByteBuffer> parts;
  private final AtomicReference<@Nullable InputStream> lender;

  private Reply(List<ByteBuffer> parts, InputStream lender) {
    this.parts = parts;
    this.lender = new AtomicReference<>(lender);
    HELD.incrementAndGet();
  }

  /** How many were not closed yet, in the whole process. */
  static int held() {
    return HELD.get();
  }

  /** Takes over what a stream of the transport holds. */
  static Reply of(InputStream stream) {
    try {
      if (stream instanceof Detachable detachable
          && stream.markSupported()
          && stream instanceof HasByteBuffer lending
          && lending.byteBufferSupported()) {
        return lent(detachable.detach());
      }
      return new Reply(List.of(ByteBuffer.wrap(stream.readAllBytes())), stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mark has the stream keep its buffers while they are walked over. */
  private static Reply lent(InputStream stream) throws IOException {
    stream.mark(stream.available());
    List<ByteBuffer> parts = new ArrayList<>();
    HasByteBuffer lending = (HasByteBuffer) stream;
    while (stream.available() > 0) {
      ByteBuffer part = lending.getByteBuffer();
      if (part == null) {
        throw new IOException("the transport lends no buffer though bytes are left");
      }
      parts.add(part);
      stream.skipNBytes(part.remaining());
    }
    stream.reset();
    return new Reply(parts, stream);
  }

  /** A reader of the message, of use until this is closed. */
  public MessageReader reader() {
    return MessageReader.of(parts);
  }

  /** Gives the buffers back; harmless twice. */
  @Override
  public void close() {
    InputStream held = lender.getAndSet(null);
    if (held == null) {
      return;
    }
    HELD.decrementAndGet();
    try {
      held.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
