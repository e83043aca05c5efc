package dev.brisk.backend.remote.call;

import java.util.Arrays;

/** The times of the latest successful calls. Thread-safe. */
final class Latencies {
  private static final int WINDOW = 256;

  /** So few tell nothing. */
  private static final int FEW = 20;

  /** How many new times make the sorted copy outdated. */
  private static final int STALE = 16;

  private final long[] ring = new long[WINDOW];
  private long count;
  private long sortedAt = Long.MIN_VALUE;
  private long[] sorted = new long[0];

  synchronized void add(long nanos) {
    ring[(int) (count++ % WINDOW)] = nanos;
  }

  /** The time that a share of the calls took at most; {@code unknown} where too few were seen. */
  synchronized long quantile(double share, long unknown) {
    if (count < FEW) {
      return unknown;
    }
    if (count - sortedAt >= STALE || sorted.length == 0) {
      sorted = Arrays.copyOf(ring, (int) Math.min(count, WINDOW));
      Arrays.sort(sorted);
      sortedAt = count;
    }
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }
}
