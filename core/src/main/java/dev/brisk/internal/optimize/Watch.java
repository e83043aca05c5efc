package dev.brisk.internal.optimize;

import dev.brisk.CancelledException;
import dev.brisk.Progress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends work when its time is over or somebody cancels it, and tells how far the search is: in
 * milliseconds of those that it may take.
 */
final class Watch implements Progress {
  private final Progress listener;
  private final LongSupplier clock;
  private final long start;
  private final long budget;
  private long deadline;
  private String stage = "";
  private boolean over;

  Watch(Progress listener, LongSupplier clock, Duration budget) {
    this.listener = listener;
    this.clock = clock;
    this.budget = budget.toNanos();
    this.start = clock.getAsLong();
    this.deadline = this.budget;
  }

  /** Tells what is being done from now on. */
  void stage(String name) {
    stage = name;
    update("", 0, 0);
  }

  /** Lets what follows take until so large a share of the search time has passed. */
  void until(double share) {
    deadline = share == Double.POSITIVE_INFINITY ? Long.MAX_VALUE : (long) (budget * share);
    over = false;
  }

  long nanos() {
    return clock.getAsLong() - start;
  }

  /** The nanoseconds left until a share of the search time has passed. */
  long left(double share) {
    return (long) (budget * share) - nanos();
  }

  /** Whether work was ended because its time was over. */
  boolean isOver() {
    return over;
  }

  @Override
  public void update(String inner, long done, long total) {
    long passed = nanos();
    listener.update(
        inner.isEmpty() ? stage : stage + ": " + inner,
        Math.min(passed, budget) / 1_000_000,
        budget / 1_000_000);
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("Interrupted while " + stage);
    }
    if (passed > deadline) {
      over = true;
      throw new CancelledException("The time was over while " + stage);
    }
  }
}
