package dev.brisk.cli.bench;

import java.util.Locale;

/**
 * What a measurement proves.
 *
 * @param percentile the percentile that the scenario asks for; 0 if for none
 * @param estimate what that percentile does not exceed with 99 % confidence, in milliseconds; NaN
 *     if that cannot be told
 * @param problem why the measurement is not valid; empty if it is
 */
public record Verdict(double percentile, double estimate, String problem) {
  /** Of a scenario without a percentile. */
  static final Verdict VALID = new Verdict(0, Double.NaN, "");

  /** Whether the measurement proves what the scenario asks for. */
  public boolean isValid() {
    return problem.isEmpty();
  }

  /** Whether a percentile can be told. */
  static Verdict of(Percentiles latencies, double percentile) {
    double estimate = EarlyStopping.estimate(latencies, percentile);
    String problem =
        Double.isNaN(estimate)
            ? "%d queries are too few to tell the %.0f %%-ile with 99 %% confidence: %d are needed, so measure for longer"
                .formatted(latencies.count(), percentile, EarlyStopping.least(percentile))
            : "";
    return new Verdict(percentile, estimate, problem);
  }

  /**
   * Whether a percentile keeps a bound.
   *
   * @param bound in milliseconds
   * @param planned so many queries were to be measured; fewer were if too many were over the bound
   */
  static Verdict of(Percentiles latencies, double percentile, double bound, int planned) {
    Verdict told = of(latencies, percentile);
    int over = latencies.over(bound);
    int allowed = EarlyStopping.allowed(planned, percentile);
    if (allowed < 0) {
      return told;
    } else if (over <= allowed) {
      return new Verdict(percentile, told.estimate(), "");
    }
    String problem =
        String.format(
            Locale.ROOT,
            "%d of the first %d queries took more than %.3g ms; of %d no more than %d may",
            over,
            latencies.count(),
            bound,
            planned,
            allowed);
    return new Verdict(percentile, told.estimate(), problem);
  }
}
