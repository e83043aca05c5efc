package dev.brisk.cli.bench;

import java.util.List;

/**
 * What was measured of a contender.
 *
 * @param contender the contender
 * @param latency the latency of each run in milliseconds
 * @param queue how much of the latency of each run was waiting for the ones before it, in
 *     milliseconds; empty where none waits
 * @param throughput samples per second
 * @param bytesPerRun the bytes that a run allocates on the Java heap
 * @param rounds the figure of each round that contenders are compared by: smaller is faster
 * @param rate the queries a second that arrived; 0 where each began when the one before it ended
 * @param verdict what it proves
 */
public record Measurement(
    Contender contender,
    Percentiles latency,
    Percentiles queue,
    double throughput,
    double bytesPerRun,
    List<Double> rounds,
    double rate,
    Verdict verdict) {

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
