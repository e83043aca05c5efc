package dev.brisk.cli.bench;

/**
 * How contenders are measured.
 *
 * @param seconds how long each contender is measured
 * @param load for the scenario server: the share of the slowest contender's capacity that arrives
 * @param batch the samples of one run
 * @param rate for the scenario server: the queries a second that arrive, instead of a load; 0 for a
 *     load
 * @param bound for the scenario server: the milliseconds that the 99th percentile is to keep, for
 *     which without a rate the highest one is searched; 0 for none
 * @param seed of the times at which queries arrive
 */
public record Settings(
    double seconds, double load, int batch, double rate, double bound, long seed) {
  /** The seed unless another is given. */
  public static final long SEED = 31;

  /** Neither a rate nor a bound. */
  public Settings(double seconds, double load, int batch) {
    this(seconds, load, batch, 0, 0, SEED);
  }
}
