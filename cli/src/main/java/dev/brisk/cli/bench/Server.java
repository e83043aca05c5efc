package dev.brisk.cli.bench;

import dev.brisk.Progress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that arrive at random, independently of one another (a Poisson process), and wait for
 * the one before them. Latency counts from the scheduled arrival, so that a slow run is charged for
 * all it delays. All contenders get the same arrivals, at a share of what the slowest can serve.
 */
final class Server implements Scenario {
  private static final double SLICE_SECONDS = 0.5;
  private static final int LEAST_ROUNDS = 3;
  private static final int LEAST_REQUESTS = 10;
  private static final long SEED = 31;
  private static final long SPIN_NANOS = 100_000;

  @Override
  public List<Measurement> measure(
      List<Contender> contenders, Settings settings, Progress progress) {
    double slowest =
        contenders.stream().mapToDouble(each -> Warmup.of(each).mean()).max().orElseThrow();
    double rate = settings.load() / slowest;
    int requests = (int) Math.max(LEAST_REQUESTS, rate * SLICE_SECONDS);
    List<Recorder> recorders = contenders.stream().map(Recorder::new).toList();
    int rounds = (int) Math.max(LEAST_ROUNDS, settings.seconds() * rate / requests);
    for (int round = 0; round < rounds; round++) {
      progress.update("measuring", round, rounds);
      long[] arrivals = arrivals(new Random(SEED + round), requests, rate);
      for (Recorder recorder : Scenario.rotated(recorders, round)) {
        serve(recorder, arrivals);
      }
    }
    return recorders.stream().map(Recorder::measurement).toList();
  }

  /** Nanoseconds from the start; the gaps have an exponential distribution. */
  static long[] arrivals(Random random, int count, double rate) {
    long[] arrivals = new long[count];
    double seconds = 0;
    for (int i = 0; i < count; i++) {
      seconds += -Math.log(1 - random.nextDouble()) / rate;
      arrivals[i] = (long) (seconds * 1e9);
    }
    return arrivals;
  }

  private static void serve(Recorder recorder, long[] arrivals) {
    Contender contender = recorder.contender();
    Latencies latencies = recorder.latencies();
    latencies.reserve(arrivals.length);
    int from = latencies.size();
    contender.run(0);
    long allocated = Allocation.ofThisThread();
    long start = System.nanoTime();
    for (long arrival : arrivals) {
      await(start + arrival);
      contender.run(0);
      latencies.add(System.nanoTime() - start - arrival);
    }
    long elapsed = System.nanoTime() - start;
    long bytes = Allocation.ofThisThread() - allocated;
    double median = Percentiles.of(latencies.millis(from)).at(50);
    recorder.round(median, arrivals.length, elapsed, bytes);
  }

  private static void await(long time) {
    long left = time - System.nanoTime();
    while (left > 0) {
      if (left > 2 * SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      left = time - System.nanoTime();
    }
  }
}
