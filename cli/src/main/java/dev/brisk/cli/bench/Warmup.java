package dev.brisk.cli.bench;

import java.util.Arrays;

/**
 * What a contender's runs took once they had settled.
 *
 * @param median the median in seconds
 * @param mean the mean in seconds
 */
record Warmup(double median, double mean) {
  private static final int RUNS = 20;
  private static final double LEAST_SECONDS = 0.3;
  private static final double MOST_SECONDS = 3;

  /** Warms a contender up for each of its clients. */
  static Warmup of(Contender contender) {
    double[] millis = {};
    for (int client = 0; client < contender.clients(); client++) {
      millis = settled(contender, client);
    }
    double mean = Arrays.stream(millis).average().orElse(Double.NaN);
    return new Warmup(Percentiles.of(millis).at(50) / 1e3, mean / 1e3);
  }

  private static double[] settled(Contender contender, int client) {
    Latencies latencies = new Latencies();
    long start = System.nanoTime();
    double elapsed = 0;
    while ((latencies.size() < RUNS || elapsed < LEAST_SECONDS)
        && (elapsed < MOST_SECONDS || latencies.size() == 0)) {
      long before = System.nanoTime();
      contender.run(client);
      latencies.reserve(1);
      latencies.add(System.nanoTime() - before);
      elapsed = (System.nanoTime() - start) / 1e9;
    }
    return latencies.millis(latencies.size() / 2);
  }
}
