package dev.brisk.quantization.calibration;

import dev.brisk.CancelledException;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Workers, each on a thread of its own, that take samples as they become free. For each of them one
 * sample waits, so that none waits for samples. A crew of one works on the calling thread. What one
 * of them throws is thrown by the next call here. To be used by one thread and closed by it;
 * closing waits for the work in hand.
 */
final class Crew implements AutoCloseable {
  private final Queue<Worker> idle;
  private final int slots;
  private final BlockingQueue<Slot> free;
  private final @Nullable ExecutorService threads;
  private volatile @Nullable Throwable failure;

  Crew(List<Worker> workers) {
    this.idle = new ConcurrentLinkedQueue<>(workers);
    this.slots = workers.size() == 1 ? 1 : 2 * workers.size();
    this.free = new ArrayBlockingQueue<>(slots);
    for (int i = 0; i < slots; i++) {
      free.add(new Slot());
    }
    this.threads =
        workers.size() == 1 ? null : Executors.newFixedThreadPool(workers.size(), Crew::thread);
  }

  /** A thread for runs of samples. */
  static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "brisk-calibration");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Hands over a sample, of which a copy is taken, for the next worker that is idle.
   *
   * @return the copy, unchanged until the next call
   * @throws CancelledException if the thread is interrupted
   */
  Map<String, Tensor> hand(Map<String, Tensor> sample) {
    Slot slot;
    try {
      slot = free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("Calibration was interrupted", e);
    }
    if (failure != null) {
      free.add(slot);
      rethrow();
    }
    Map<String, Tensor> copy;
    try {
      copy = slot.take(sample);
      if (threads != null) {
        threads.execute(() -> work(slot));
      }
    } catch (RuntimeException | Error e) {
      free.add(slot); // else closing would wait for it
      throw e;
    }
    if (threads == null) {
      work(slot);
      rethrow();
    }
    return copy;
  }

  /** Waits, even if interrupted, until all workers are idle; throws what one of them threw. */
  void await() {
    rest();
    rethrow();
  }

  /** Waits, even if interrupted, until all workers are idle; gives whether none has failed. */
  boolean rest() {
    List<Slot> taken = new ArrayList<>();
    boolean interrupted = false;
    while (taken.size() < slots) {
      try {
        taken.add(free.take());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    free.addAll(taken);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure == null;
  }

  private void rethrow() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    } else if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void work(Slot slot) {
    Worker worker = idle.remove(); // there are as many as threads
    try {
      if (failure == null) {
        worker.work(slot.sample());
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      idle.add(worker);
      free.add(slot);
    }
  }

  @Override
  public void close() {
    if (threads == null) {
      return;
    }
    rest();
    threads.shutdown();
  }
}
