package dev.brisk.backend.cpu;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the calls in flight, and once closed lets no more in.
 *
 * <p>Entering and leaving take an atomic operation each and allocate nothing.
 */
final class CallGate {
  private static final long CLOSED = Long.MIN_VALUE;

  /** The number of calls in flight, with the sign bit set once closed. */
  private final AtomicLong state = new AtomicLong();

  /** Starts a call, which must {@link #leave}; false if closed. */
  boolean enter() {
    if (state.incrementAndGet() > 0) {
      return true;
    }
    leave();
    return false;
  }

  /** Ends a call that entered. */
  void leave() {
    if (state.decrementAndGet() == CLOSED) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  boolean isClosed() {
    return state.get() < 0;
  }

  /** Lets no more calls in; harmless twice. */
  void close() {
    state.getAndUpdate(count -> count | CLOSED);
  }

  /** After {@link #close}: waits until no call is in flight, even if interrupted. */
  void awaitIdle() {
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
  boolean awaitIdle(long deadline) throws InterruptedException {
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
