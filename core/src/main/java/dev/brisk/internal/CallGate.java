package dev.brisk.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the calls in flight, and once closed lets no more in.
 *
 * <p>Entering and leaving take an atomic operation each and allocate nothing.
 */
public final class CallGate {
  private static final long CLOSED = Long.MIN_VALUE;

  /** The number of calls in flight, with the sign bit set once closed. */
  private final AtomicLong state = new AtomicLong();

  /** Starts a call, which must {@link #leave}; false if closed. */
  public boolean enter() {
    if (state.incrementAndGet() > 0) {
      return true;
    }
    leave();
    return false;
  }

  /** Ends a call that entered. */
  public void leave() {
    if (state.decrementAndGet() == CLOSED) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Whether it is closed. */
  public boolean isClosed() {
    return state.get() < 0;
  }

  /** Lets no more calls in; harmless twice. */
  public void close() {
    state.getAndUpdate(count -> count | CLOSED);
  }

  /** After {@link #close}: waits until no call is in flight, even if interrupted. */
  public void awaitIdle() {
    boolean interrupted = false;
    synchronized (this) {
      while (state.get() != CLOSED) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@link #awaitIdle()}, but gives up, false, at a time of {@link System#nanoTime}. */
  public boolean awaitIdle(long deadline) throws InterruptedException {
    synchronized (this) {
      while (state.get() != CLOSED) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wait(left / 1_000_000 + 1);
      }
    }
    return true;
  }
}
