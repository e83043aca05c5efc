package dev.brisk.backend.cpu.onednn;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which calls with several OpenMP threads run. OpenMP keeps a team of threads for
 * each thread that ever called it, as long as that lives; so only a fixed set of threads do: as
 * many as fit on the processors, the first callers themselves, and as many of our own for all
 * others, who wait for their turn. Thread-safe.
 */
final class Teams {
  private static final Map<Integer, Teams> ALL = new ConcurrentHashMap<>();

  private final AtomicReferenceArray<@Nullable WeakReference<Thread>> leaders;
  private final BlockingQueue<Leader> idle;
  private int started;

  private Teams(int threads) {
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    this.leaders = new AtomicReferenceArray<>(count);
    this.idle = new ArrayBlockingQueue<>(count);
  }

  /** Those for runs with so many threads. */
  static Teams of(int threads) {
    Teams known = ALL.get(threads);
    return known != null ? known : ALL.computeIfAbsent(threads, Teams::new);
  }

  /** Runs calls; returns after. */
  void run(OneDnn library, Runnable calls) {
    if (leads(Thread.currentThread())) {
      library.prepare();
      calls.run();
      return;
    }
    Leader leader = take();
    try {
      leader.run(library, calls);
    } finally {
      idle.add(leader);
    }
  }

  /** Whether a thread has a team of its own, or gets one now. */
  private boolean leads(Thread thread) {
    for (int i = 0; i < leaders.length(); i++) {
      WeakReference<Thread> known = leaders.get(i);
      Thread leader = known == null ? null : known.get();
      if (leader == thread) {
        return true;
      }
      boolean free = leader == null || !leader.isAlive();
      if (free && leaders.compareAndSet(i, known, new WeakReference<>(thread))) {
        return true;
      }
    }
    return false;
  }

  private Leader take() {
    Leader leader = idle.poll();
    boolean interrupted = false;
    while (leader == null) {
      leader = started();
      if (leader == null) {
        try {
          leader = idle.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return leader;
  }

  /** One more of our own threads, if there may be one. */
  private synchronized @Nullable Leader started() {
    if (started == leaders.length()) {
      return null;
    }
    started++;
    return Leader.start();
  }
}
