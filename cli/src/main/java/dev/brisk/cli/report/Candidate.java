package dev.brisk.cli.report;

/**
 * A way to run a model, and what was measured of it.
 *
 * @param model the model's file
 * @param precision what it mainly computes in
 * @param accelerator what runs it
 * @param threads the threads of one run
 * @param metric the name of the metric
 * @param value the metric's value
 * @param p50Ms the median latency in milliseconds
 * @param p99Ms the latency in milliseconds that one run of a hundred exceeds
 * @param bytes the size of the model's file
 */
public record Candidate(
    String model,
    String precision,
    String accelerator,
    int threads,
    String metric,
    double value,
    double p50Ms,
    double p99Ms,
    long bytes) {

  /** Whether this is at least as fast and good as another, and better in one of the two. */
  public boolean dominates(Candidate other) {
    boolean noWorse = p50Ms <= other.p50Ms && value >= other.value;
    return noWorse && (p50Ms < other.p50Ms || value > other.value);
  }
}
