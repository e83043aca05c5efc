package dev.brisk.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs two sessions by turns in one JVM, in rounds: in each, one is run for a while, then the
 * other, the order changing from round to round. What disturbs the machine for longer than a round
 * so disturbs both.
 */
final class PairedRounds {
  private static final int BYTES_RUNS = 10;
  private static final int WARM_ROUNDS = 3;
  private static final int LEAST_WARM_RUNS = 20;
  private static final int MOST_RUNS = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long roundNanos;

  private final int warmRounds;

  PairedRounds(long roundNanos) {
    this(roundNanos, WARM_ROUNDS);
  }

  /** Rounds after so many others of each side. */
  PairedRounds(long roundNanos, int warmRounds) {
    this.roundNanos = roundNanos;
    this.warmRounds = warmRounds;
  }

  /** What came of the rounds of one JVM; the digest, made of all outputs, has them all read. */
  record Outcome(Times left, Times right, int digest) {}

  /**
   * One session's runs.
   *
   * @param medians the median time of the runs of each round, in nanoseconds
   * @param fastest the least time of the runs of each round, in nanoseconds
   * @param bytes what the calling thread allocates on the heap in one run
   */
  record Times(List<Double> medians, List<Double> fastest, double bytes) {}

  Outcome measure(Session left, Session right, int rounds) {
    Timer first = new Timer(left);
    Timer second = new Timer(right);
    first.warmUp();
    second.warmUp();
    for (int i = 0; i < rounds; i++) {
      (i % 2 == 0 ? first : second).round();
      (i % 2 == 0 ? second : first).round();
    }
    return new Outcome(first.times(), second.times(), first.digest + second.digest);
  }

  /** One session's clock. */
  private final class Timer {
    private final Session session;
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> fastest = new ArrayList<>();
    private long[] nanos = new long[1];
    private int digest;

    Timer(Session session) {
      this.session = session;
    }

    /** Runs until caches and compiler are warm, and finds how many runs fill a round. */
    void warmUp() {
      long end = System.nanoTime() + warmRounds * roundNanos;
      long least = Long.MAX_VALUE;
      for (int i = 0; i < LEAST_WARM_RUNS || System.nanoTime() < end; i++) {
        least = Math.min(least, timed());
      }
      nanos = new long[(int) Math.max(1, Math.min(MOST_RUNS, roundNanos / least))];
    }

    void round() {
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = timed();
      }
      Arrays.sort(nanos);
      fastest.add((double) nanos[0]);
      medians.add(Spread.quantile(Arrays.stream(nanos).asDoubleStream().toArray(), 0.5));
    }

    private long timed() {
      long start = System.nanoTime();
      session.run();
      digest += session.digest();
      return System.nanoTime() - start;
    }

    Times times() {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < BYTES_RUNS; i++) {
        timed();
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      return new Times(medians, fastest, (double) allocated / BYTES_RUNS);
    }
  }
}
