package dev.brisk.cli.bench;

/**
 * When enough was measured to tell of a percentile with 99 % confidence, by the rules of MLPerf
 * Inference ("early stopping"): of so many queries, so few may be over a latency that it is
 * improbable that more than the allowed share are so in the long run. With the cumulative binomial
 * distribution, {@code t} of {@code n} may be over where {@code P(X <= t) <= 0.01} for {@code X ~
 * B(n, 1 - p)}.
 */
final class EarlyStopping {
  private static final double CONFIDENCE = 0.99;

  private EarlyStopping() {}

  /**
   * How many of so many queries may be over a bound that a percentile is to keep.
   *
   * @param percentile such as 99
   * @return -1 if there are too few queries to tell, even if none is over
   */
  static int allowed(int queries, double percentile) {
    double over = 1 - percentile / 100;
    double odds = Math.log(over / (1 - over));
    double limit = Math.log(1 - CONFIDENCE);
    double term = queries * Math.log(1 - over);
    double sum = term;
    int allowed = -1;
    while (sum <= limit && allowed < queries) {
      allowed++;
      term += Math.log((double) (queries - allowed) / (allowed + 1)) + odds;
      sum = Math.max(sum, term) + Math.log1p(Math.exp(-Math.abs(sum - term)));
    }
    return allowed;
  }

  /** The least number of queries of which a percentile can be estimated. */
  static int least(double percentile) {
    int queries = 1;
    while (allowed(queries, percentile) < 1) {
      queries++;
    }
    return queries;
  }

  /**
   * A latency that the percentile does not exceed, with 99 % confidence: of the measured ones that
   * with as many at or above it as may be over.
   *
   * @return NaN if there are too few latencies to tell
   */
  static double estimate(Percentiles latencies, double percentile) {
    int allowed = allowed(latencies.count(), percentile);
    return allowed < 1 ? Double.NaN : latencies.fromTop(allowed);
  }
}
