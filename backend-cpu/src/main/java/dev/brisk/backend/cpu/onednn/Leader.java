package dev.brisk.backend.cpu.onednn;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread with a team of OpenMP's, for one caller at a time, who waits. */
final class Leader {
  private final Thread thread = new Thread(this::work, "brisk-onednn");
  private @Nullable OneDnn library;
  private @Nullable Thread caller;
  private @Nullable Throwable thrown;

  /** Written last by the caller, cleared last by the thread. */
  private volatile @Nullable Runnable calls;

  private Leader() {}

  static Leader start() {
    Leader leader = new Leader();
    leader.thread.setDaemon(true);
    leader.thread.start();
    return leader;
  }

  /** Runs calls on the thread; throws what they throw. */
  void run(OneDnn with, Runnable work) {
    library = with;
    caller = Thread.currentThread();
    thrown = null;
    calls = work;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (calls != null) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow(thrown);
  }

  private static void rethrow(@Nullable Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    } else if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void work() {
    while (true) {
      Runnable work = calls;
      OneDnn with = library;
      if (work == null || with == null) {
        LockSupport.park(this);
        continue;
      }
      try {
        with.prepare();
        work.run();
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
      Thread waiting = caller;
      caller = null;
      library = null;
      calls = null;
      LockSupport.unpark(waiting);
    }
  }
}
