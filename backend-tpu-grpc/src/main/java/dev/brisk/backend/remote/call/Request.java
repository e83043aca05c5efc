package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.wire.MessageWriter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A message to send with what it reads its payloads from, which is given back once it is closed and
 * no sending is left: the transport may still read while its sender has given up.
 */
public final class Request implements AutoCloseable {
  private final MessageWriter message;
  private final Runnable release;
  private final AtomicInteger uses = new AtomicInteger(1);

  /** A request; the release must not throw. */
  public Request(MessageWriter message, Runnable release) {
    this.message = message;
    this.release = release;
  }

  MessageWriter message() {
    return message;
  }

  /** Begins a sending, which ends with {@link #end}. */
  void begin() {
    uses.incrementAndGet();
  }

  void end() {
    if (uses.decrementAndGet() == 0) {
      release.run();
    }
  }

  /** Ends the sender's own use; to be called once. */
  @Override
  public void close() {
    end();
  }
}
