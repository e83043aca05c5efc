package dev.brisk.cli.bench;

import java.util.List;

/**
 * What was measured of a contender.
 *
 * @param contender the contender
 * @param latency the latency of each run in milliseconds
 * @param throughput samples per second
 * @param bytesPerRun the bytes that a run allocates on the Java heap
 * @param rounds the figure of each round that contenders are compared by: smaller is faster
 */
public record Measurement(
    Contender contender,
    Percentiles latency,
    double throughput,
    double bytesPerRun,
    List<Double> rounds) {

  /**
   * How many times faster this is than another contender of the same run: the ratios of the rounds,
   * in which both were measured right after each other.
   */
  public Percentiles speedUpOver(Measurement other) {
    double[] ratios = new double[Math.min(rounds.size(), other.rounds.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = other.rounds.get(i) / rounds.get(i);
    }
    return Percentiles.of(ratios);
  }
}
