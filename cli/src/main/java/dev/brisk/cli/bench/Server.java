package dev.brisk.cli.bench;

import dev.brisk.Progress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Queries that arrive at random, independently of one another (a Poisson process), and wait for the
 * one before them. Latency counts from the scheduled arrival, so that a slow run is charged for all
 * it delays. All contenders get the same arrivals, at a share of what the slowest can serve, in
 * turns; or, where a rate or a bound is given, each of them without a break, as MLPerf's scenario
 * asks.
 */
final class Server implements Scenario {
  private static final double PERCENTILE = 99;
  private static final double SLICE_SECONDS = 0.5;
  private static final int LEAST_ROUNDS = 3;
  private static final int LEAST_REQUESTS = 10;
  private static final long SPIN_NANOS = 100_000;

  @Override
  public List<Measurement> measure(
      List<Contender> contenders, Settings settings, Progress progress) {
    if (settings.rate() > 0) {
      return contenders.stream()
          .map(each -> atRate(each, settings.rate(), settings, progress))
          .toList();
    } else if (settings.bound() > 0) {
      return contenders.stream()
          .map(
              each ->
                  RateSearch.highest(
                      2 / Warmup.of(each).mean(), rate -> atRate(each, rate, settings, progress)))
          .toList();
    }
    return inTurns(contenders, settings, progress);
  }

  private static List<Measurement> inTurns(
      List<Contender> contenders, Settings settings, Progress progress) {
    double slowest =
        contenders.stream().mapToDouble(each -> Warmup.of(each).mean()).max().orElseThrow();
    double rate = settings.load() / slowest;
    int requests = (int) Math.max(LEAST_REQUESTS, rate * SLICE_SECONDS);
    List<Recorder> recorders = contenders.stream().map(Recorder::new).toList();
    int rounds = (int) Math.max(LEAST_ROUNDS, settings.seconds() * rate / requests);
    for (int round = 0; round < rounds; round++) {
      progress.update("measuring", round, rounds);
      long[] arrivals = arrivals(new Random(settings.seed() + round), requests, rate);
      for (Recorder recorder : Scenario.rotated(recorders, round)) {
        serve(recorder, arrivals, Progress.NONE, Double.POSITIVE_INFINITY);
      }
    }
    return recorders.stream()
        .map(recorder -> recorder.measurement(rate, Verdict.of(recorder.percentiles(), PERCENTILE)))
        .toList();
  }

  /** Goes on until the percentile can be told, and ends early where the bound is surely missed. */
  private static Measurement atRate(
      Contender contender, double rate, Settings settings, Progress progress) {
    Recorder recorder = new Recorder(contender);
    double bound = settings.bound() > 0 ? settings.bound() : Double.POSITIVE_INFINITY;
    int least = EarlyStopping.least(PERCENTILE);
    int queries = (int) Math.min(Integer.MAX_VALUE, Math.max(least, settings.seconds() * rate));
    long[] arrivals = arrivals(new Random(settings.seed()), queries, rate);
    Warmup.of(contender);
    serve(recorder, arrivals, progress, bound);
    return recorder.measurement(
        rate, Verdict.of(recorder.percentiles(), PERCENTILE, bound, queries));
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

  private static void serve(
      Recorder recorder, long[] arrivals, Progress progress, double boundMillis) {
    Contender contender = recorder.contender();
    Latencies latencies = recorder.latencies();
    Latencies waits = recorder.waits();
    latencies.reserve(arrivals.length);
    waits.reserve(arrivals.length);
    int from = latencies.size();
    int left = EarlyStopping.allowed(arrivals.length, PERCENTILE);
    double boundNanos = boundMillis * 1e6;
    contender.run(0);
    long allocated = Allocation.ofThisThread();
    long start = System.nanoTime();
    int served = 0;
    while (served < arrivals.length && (left >= 0 || boundMillis == Double.POSITIVE_INFINITY)) {
      long arrival = start + arrivals[served++];
      await(arrival);
      waits.add(System.nanoTime() - arrival);
      contender.run(0);
      long latency = System.nanoTime() - arrival;
      latencies.add(latency);
      left -= latency > boundNanos ? 1 : 0;
      if (served % 64 == 0) {
        progress.update("measuring", served, arrivals.length);
      }
    }
    long elapsed = System.nanoTime() - start;
    long bytes = Allocation.ofThisThread() - allocated;
    double median = Percentiles.of(latencies.millis(from)).at(50);
    recorder.round(median, served, elapsed, bytes);
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
