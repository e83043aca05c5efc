package dev.brisk.internal;

import dev.brisk.ClosedException;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** The duty to give lent native memory back once, and not before its last user is done. */
public final class NativeOwner {
  private final Release release;
  private volatile boolean exposed;

  private NativeOwner(Release release) {
    this.release = release;
  }

  /** Takes the duty for a buffer that every view of the memory keeps reachable. */
  public static NativeOwner of(ByteBuffer memory, String what, Runnable release) {
    Release state = new Release(what, release);
    Leaks.cleaner().register(memory, state::unreachable);
    return new NativeOwner(state);
  }

  /** Notes that views were handed out: the memory then stays until they are unreachable. */
  public void expose() {
    exposed = true;
  }

  /** Keeps the memory until the pin is closed. */
  public Tensor.Pin pin() {
    release.acquire();
    return release::release;
  }

  /** Ends the owner's own use; harmless twice. */
  public void close() {
    if (release.close() && !exposed) {
      release.release();
    }
  }

  /** Uses are counted: one for the open tensor or its views, one for each pin. */
  private static final class Release {
    private final String what;
    private final Runnable action;
    private final Throwable madeAt;
    private final AtomicInteger uses = new AtomicInteger(1);
    private final java.util.concurrent.atomic.AtomicBoolean closed =
        new java.util.concurrent.atomic.AtomicBoolean();

    Release(String what, Runnable action) {
      this.what = what;
      this.action = action;
      this.madeAt = Leaks.here();
    }

    void acquire() {
      if (uses.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
        throw new ClosedException("This " + what + " is closed");
      }
    }

    boolean close() {
      return closed.compareAndSet(false, true);
    }

    void release() {
      if (uses.getAndUpdate(n -> n == 0 ? 0 : n - 1) == 1) {
        action.run();
      }
    }

    void unreachable() {
      if (close()) {
        Leaks.report(what, madeAt);
      }
      if (uses.getAndSet(0) != 0) {
        action.run();
      }
    }
  }
}
