package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Runs samples again and shows values within the model, in the samples' order. Samples run several
 * at once where the accelerator may use several threads, each on one thread, so that what is shown
 * hangs neither on how many there are nor on which is done first.
 */
public final class Replay {
  private final Exposure exposure;
  private final BiConsumer<String, Tensor> observer;
  private final Consumer<Map<String, Tensor>> after;

  private Replay(
      Exposure exposure, BiConsumer<String, Tensor> observer, Consumer<Map<String, Tensor>> after) {
    this.exposure = exposure;
    this.observer = observer;
    this.after = after;
  }

  /**
   * Runs samples, calling back from the calling thread only.
   *
   * @param values the names of the values to see; those that no node makes are left out
   * @param observer given each value of a sample with its name; the tensor must not be used
   *     thereafter
   * @param after given each sample after its values
   * @throws dev.brisk.InvalidInputException if a sample does not fit the model
   * @throws CancelledException if the thread is interrupted
   */
  public static void show(
      Model model,
      Collection<String> values,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator,
      BiConsumer<String, Tensor> observer,
      Consumer<Map<String, Tensor>> after) {
    if (samples.isEmpty()) {
      return;
    }
    Map<String, Tensor> first = samples.iterator().next();
    try (Exposure exposure = new Exposure(model, values, accelerator, Exposure.shapes(first))) {
      Replay replay = new Replay(exposure, observer, after);
      int lanes = exposure.isWhole() ? exposure.lanes(accelerator) : 1;
      if (lanes == 1) {
        replay.alone(samples);
      } else {
        replay.together(samples, lanes);
      }
    }
  }

  private void alone(Collection<Map<String, Tensor>> samples) {
    for (Map<String, Tensor> sample : samples) {
      exposure.run(sample, observer);
      after.accept(sample);
    }
  }

  /** A sample that is running. */
  private record Running(
      Map<String, Tensor> sample, Lane lane, Future<Map<String, Tensor>> values) {}

  private void together(Collection<Map<String, Tensor>> samples, int lanes) {
    ExecutorService threads = Executors.newFixedThreadPool(lanes, Crew::thread);
    Deque<Running> running = new ArrayDeque<>();
    List<Lane> free = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      free.add(exposure.lane());
    }
    try {
      for (Map<String, Tensor> sample : samples) {
        exposure.check(sample);
        Lane lane = free.isEmpty() ? next(running) : free.remove(free.size() - 1);
        running.add(new Running(sample, lane, threads.submit(() -> lane.values(sample))));
      }
      while (!running.isEmpty()) {
        next(running);
      }
    } finally {
      running.forEach(left -> settle(left.values()));
      threads.shutdown();
    }
  }

  /** Shows the sample that has been running longest; gives its lane. */
  private Lane next(Deque<Running> running) {
    Running oldest = running.element();
    Map<String, Tensor> values = result(oldest.values());
    running.remove();
    values.forEach(observer);
    after.accept(oldest.sample());
    return oldest.lane();
  }

  private static Map<String, Tensor> result(Future<Map<String, Tensor>> values) {
    try {
      return values.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("A run of samples was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      } else if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException(e);
    }
  }

  /** Waits, even if interrupted, for a run to end, since its memory is about to be given back. */
  private static void settle(Future<?> run) {
    boolean interrupted = false;
    while (!run.isDone()) {
      try {
        run.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break; // Another failure is already on its way.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
