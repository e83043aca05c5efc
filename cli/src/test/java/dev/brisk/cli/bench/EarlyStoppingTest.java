package dev.brisk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EarlyStoppingTest {
  /** The figures that MLPerf's rules give. */
  @ParameterizedTest
  @CsvSource({"90,64", "95,130", "97,219", "99,662"})
  void leastQueries_areThoseOfTheRules(double percentile, int queries) {
    assertThat(EarlyStopping.least(percentile)).isEqualTo(queries);
  }

  @ParameterizedTest
  @CsvSource({"90,43,-1", "90,44,0", "90,63,0", "90,64,1", "99,458,-1", "99,459,0", "99,662,1"})
  void fewMayBeOver(double percentile, int queries, int allowed) {
    assertThat(EarlyStopping.allowed(queries, percentile)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(ints = {24_576, 270_336, 2_000_000})
  void ofMany_nearlyTheirShareMay(int queries) {
    int allowed = EarlyStopping.allowed(queries, 99);
    double mean = 0.01 * queries;
    assertThat((double) allowed).isEqualTo(mean - 2.326 * Math.sqrt(0.99 * mean), within(3.0));
  }

  @Test
  void estimate_isTheLargestOfTheFewest() {
    double[] latencies = IntStream.rangeClosed(1, 64).asDoubleStream().toArray();
    assertThat(EarlyStopping.estimate(Percentiles.of(latencies), 90)).isEqualTo(64);
    assertThat(EarlyStopping.estimate(Percentiles.of(latencies), 99)).isNaN();
  }

  /** Of many series, no more than about one of a hundred has a percentile above its estimate. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void estimate_isHardlyEverTooLow(long seed) {
    Random random = new Random(seed);
    int tooLow = 0;
    for (int series = 0; series < 1_000; series++) {
      double[] latencies = random.doubles(1_000).toArray();
      tooLow += EarlyStopping.estimate(Percentiles.of(latencies), 99) < 0.99 ? 1 : 0;
    }
    assertThat(tooLow).isLessThan(25);
  }

  @Test
  void bounds_areKeptOrNot() {
    double[] latencies = new double[1_000];
    Percentiles none = Percentiles.of(latencies);
    assertThat(Verdict.of(none, 99, 1, 1_000).isValid()).isTrue();
    for (int i = 0; i < 20; i++) {
      latencies[i] = 2;
    }
    Verdict broken = Verdict.of(Percentiles.of(latencies), 99, 1, 1_000);
    assertThat(broken.isValid()).isFalse();
    assertThat(broken.problem())
        .isEqualTo(
            "20 of the first 1000 queries took more than 1.00 ms; of 1000 no more than 2 may");
    assertThat(Verdict.of(Percentiles.of(new double[100]), 99, 1, 100).problem())
        .startsWith("100 queries are too few")
        .contains("662 are needed");
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 17, 42.5, 99})
  void search_findsTheHighestRateThatKeepsTheBound(double limit) {
    Measurement found =
        RateSearch.highest(100, rate -> measured(rate, rate <= limit ? "" : "too slow"));
    assertThat(found.rate()).isLessThanOrEqualTo(limit).isGreaterThan(limit - 100.0 / 128 - 1e-9);
  }

  @Test
  void searchInVain_givesTheLowestRateTried() {
    Measurement found = RateSearch.highest(128, rate -> measured(rate, "too slow"));
    assertThat(found.rate()).isEqualTo(1);
    assertThat(found.verdict().isValid()).isFalse();
  }

  private static Measurement measured(double rate, String problem) {
    Percentiles none = Percentiles.of(new double[0]);
    return new Measurement(
        null, none, none, 0, 0, java.util.List.of(), rate, new Verdict(99, 1, problem));
  }
}
