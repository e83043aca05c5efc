package dev.brisk.cli.bench;

import dev.brisk.CancelledException;
import dev.brisk.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * As many samples per second as the machine gives: every thread runs the contender, compiled for
 * one thread, on a binding of its own, without a pause.
 */
final class Offline implements Scenario {
  private static final double SLICE_SECONDS = 0.5;
  private static final int LEAST_ROUNDS = 3;

  /** What one client did in a slice. */
  private record Slice(Latencies latencies, long bytes) {}

  @Override
  public int clients(int threads) {
    return threads;
  }

  @Override
  public List<Measurement> measure(
      List<Contender> contenders, Settings settings, Progress progress) {
    contenders.forEach(Warmup::of);
    List<Recorder> recorders = contenders.stream().map(Recorder::new).toList();
    int rounds = (int) Math.max(LEAST_ROUNDS, settings.seconds() / SLICE_SECONDS);
    ExecutorService clients = Executors.newCachedThreadPool();
    try {
      for (int round = 0; round < rounds; round++) {
        progress.update("measuring", round, rounds);
        for (Recorder recorder : Scenario.rotated(recorders, round)) {
          slice(recorder, clients);
        }
      }
    } finally {
      clients.shutdownNow();
    }
    return recorders.stream().map(recorder -> recorder.measurement(Verdict.VALID)).toList();
  }

  private static void slice(Recorder recorder, ExecutorService clients) {
    Contender contender = recorder.contender();
    long start = System.nanoTime();
    List<Future<Slice>> running = new ArrayList<>();
    for (int i = 0; i < contender.clients(); i++) {
      int client = i;
      running.add(clients.submit(() -> work(contender, client, start)));
    }
    long bytes = 0;
    long runs = 0;
    for (Future<Slice> future : running) {
      Slice slice = result(future);
      bytes += slice.bytes;
      runs += slice.latencies.size();
      recorder.latencies().addAll(slice.latencies);
    }
    long elapsed = System.nanoTime() - start;
    recorder.round((double) elapsed / (runs * contender.batch()), runs, elapsed, bytes);
  }

  private static Slice work(Contender contender, int client, long start) {
    Latencies latencies = new Latencies();
    long bytes = 0;
    long now = System.nanoTime();
    do {
      latencies.reserve(1);
      long allocated = Allocation.ofThisThread();
      contender.run(client);
      long then = System.nanoTime();
      bytes += Allocation.ofThisThread() - allocated;
      latencies.add(then - now);
      now = then;
    } while (now - start < SLICE_SECONDS * 1e9);
    return new Slice(latencies, bytes);
  }

  private static Slice result(Future<Slice> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("Stopped while measuring", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
