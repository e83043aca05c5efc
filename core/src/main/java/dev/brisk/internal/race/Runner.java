package dev.brisk.internal.race;

import dev.brisk.Executable;
import dev.brisk.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;

/** An executable with inputs that runs in bursts. For one thread. */
public final class Runner implements AutoCloseable {
  private static final int WARM_RUNS = 10;
  private static final double WARM_SECONDS = 0.1;

  /** What another left in caches, or on the processors, is over by then. */
  private static final long SETTLING_NANOS = 700_000;

  private final Feed feed;
  private final LongSupplier clock;

  private Runner(Feed feed, LongSupplier clock) {
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * Feeds an executable, which stays the caller's.
   *
   * @param inputs what it is fed, with a batch dimension of 1 in front where it takes batches
   * @param batch how often the inputs are repeated along their first dimension
   * @param clock nanoseconds from any point on
   */
  public static Runner of(
      Executable executable, Map<String, Tensor> inputs, int batch, LongSupplier clock) {
    return new Runner(Feed.of(executable, inputs, batch), clock);
  }

  /** Runs until it has settled; gives the seconds of the fastest run. */
  public double warmUp() {
    long start = clock.getAsLong();
    long least = Long.MAX_VALUE;
    long last = start;
    for (int i = 0; i < WARM_RUNS || last - start < WARM_SECONDS * 1e9; i++) {
      feed.run();
      long now = clock.getAsLong();
      least = Math.min(least, now - last);
      last = now;
      if (last - start > 10 * WARM_SECONDS * 1e9) {
        break;
      }
    }
    return Math.max(1, least) / 1e9;
  }

  /** Runs so many times after one that does not count; gives the nanoseconds of each. */
  public long[] burst(int runs) {
    feed.run();
    return measured(runs);
  }

  /** As {@link #burst}, but after as many that do not count as it takes to settle. */
  public long[] settledBurst(int runs) {
    long start = clock.getAsLong();
    do {
      feed.run();
    } while (clock.getAsLong() - start < SETTLING_NANOS);
    return measured(runs);
  }

  private long[] measured(int runs) {
    long[] nanos = new long[runs];
    long last = clock.getAsLong();
    for (int i = 0; i < runs; i++) {
      feed.run();
      long now = clock.getAsLong();
      nanos[i] = now - last;
      last = now;
    }
    return nanos;
  }

  /** The seconds of a run that nothing disturbed: the mean of the fastest quarter. */
  public static double undisturbed(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int quarter = (sorted.length + 3) / 4;
    return Arrays.stream(sorted, 0, quarter).average().orElse(0) / 1e9;
  }

  /** Frees what it is fed by. */
  @Override
  public void close() {
    feed.close();
  }
}
