package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message as the transport takes it: of known length, and drained from its payloads straight into
 * the transport's buffers. It is read like any stream only by transports that cannot drain.
 */
final class Outgoing extends InputStream implements Drainable, KnownLength {
  private @Nullable MessageWriter message;
  private @Nullable InputStream copied;

  Outgoing(MessageWriter message) {
    this.message = message;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (copied != null) {
      return Math.toIntExact(copied.transferTo(target));
    }
    MessageWriter drained = message;
    message = null;
    if (drained == null) {
      return 0;
    }
    drained.writeTo(target);
    return Math.toIntExact(drained.size());
  }

  @Override
  public int available() throws IOException {
    if (copied != null) {
      return copied.available();
    }
    return message == null ? 0 : Math.toIntExact(message.size());
  }

  @Override
  public int read() throws IOException {
    return stream().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return stream().read(target, offset, length);
  }

  private InputStream stream() {
    if (copied == null) {
      copied = new ByteArrayInputStream(message == null ? new byte[0] : message.toByteArray());
      message = null;
    }
    return copied;
  }
}
