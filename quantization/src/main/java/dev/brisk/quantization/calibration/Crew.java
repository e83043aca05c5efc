package dev.brisk.quantization.calibration;

import dev.brisk.CancelledException;
import dev.brisk.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Workers, each on a thread of its own, that take samples as they become free. A crew of one works
 * on the calling thread. What one of them throws is thrown by the next call here. To be used by one
 * thread and closed by it; closing waits for the work in hand.
 */
final class Crew implements AutoCloseable {
  private final List<Worker> workers;
  private final BlockingQueue<Worker> free;
  private final @Nullable ExecutorService threads;
  private volatile @Nullable Throwable failure;

  Crew(List<Worker> workers) {
    this.workers = workers;
    this.free = new ArrayBlockingQueue<>(workers.size(), false, workers);
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
   * Hands a sample, of which a copy is taken, to the next worker that is free.
   *
   * @return the copy, unchanged until the next call
   * @throws CancelledException if the thread is interrupted
   */
  Map<String, Tensor> hand(Map<String, Tensor> sample) {
    Worker worker;
    try {
      worker = free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("Calibration was interrupted", e);
    }
    if (failure != null) {
      free.add(worker);
      rethrow();
    }
    Map<String, Tensor> copy;
    try {
      copy = worker.take(sample);
      if (threads != null) {
        threads.execute(() -> work(worker));
      }
    } catch (RuntimeException | Error e) {
      free.add(worker); // else closing would wait for it
      throw e;
    }
    if (threads == null) {
      work(worker);
      rethrow();
    }
    return copy;
  }

  /** Waits, even if interrupted, until all workers are free; throws what one of them threw. */
  void await() {
    rest();
    rethrow();
  }

  /** Waits, even if interrupted, until all workers are free; gives whether none has failed. */
  boolean rest() {
    boolean interrupted = false;
    for (int taken = 0; taken < workers.size(); ) {
      try {
        free.take();
        taken++;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    free.addAll(workers);
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

  private void work(Worker worker) {
    try {
      worker.work();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      free.add(worker);
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
