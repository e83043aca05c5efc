package dev.brisk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PercentilesTest {
  @Test
  void at_isTheNearestRank() {
    Percentiles hundred =
        Percentiles.of(IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());
    assertThat(hundred.at(50)).isEqualTo(50);
    assertThat(hundred.at(90)).isEqualTo(90);
    assertThat(hundred.at(99)).isEqualTo(99);
    assertThat(hundred.at(100)).isEqualTo(100);
    assertThat(hundred.at(0)).isEqualTo(1);
  }

  @Test
  void at_ofFewValuesIsOneOfThem() {
    assertThat(Percentiles.of(new double[] {3, 1}).at(50)).isEqualTo(1);
    assertThat(Percentiles.of(new double[] {3, 1}).at(99)).isEqualTo(3);
    assertThat(Percentiles.of(new double[0]).at(50)).isNaN();
  }

  @Test
  void arrivals_haveTheRateAndTheSpreadOfAPoissonProcess() {
    int count = 20_000;
    long[] arrivals = Server.arrivals(new Random(1), count, 1000);
    assertThat(arrivals).isSorted();
    double[] gaps = new double[count];
    for (int i = 0; i < count; i++) {
      gaps[i] = (arrivals[i] - (i == 0 ? 0 : arrivals[i - 1])) / 1e9;
    }
    double mean = IntStream.range(0, count).mapToDouble(i -> gaps[i]).average().orElseThrow();
    double square =
        IntStream.range(0, count).mapToDouble(i -> gaps[i] * gaps[i]).average().orElseThrow();
    assertThat(mean).isCloseTo(1e-3, within(5e-5));
    // The deviation of an exponential distribution is its mean.
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(1e-3, within(5e-5));
  }

  @Test
  void rotated_putsEachFirstInTurn() {
    assertThat(Scenario.rotated(List.of("a", "b", "c"), 0)).containsExactly("a", "b", "c");
    assertThat(Scenario.rotated(List.of("a", "b", "c"), 1)).containsExactly("b", "c", "a");
    assertThat(Scenario.rotated(List.of("a", "b", "c"), 5)).containsExactly("c", "a", "b");
  }

  @Test
  void latencies_growWithoutLosingAny() {
    Latencies latencies = new Latencies();
    for (int i = 0; i < 5000; i++) {
      latencies.reserve(1);
      latencies.add(i * 1_000_000L);
    }
    latencies.addAll(latencies);
    assertThat(latencies.size()).isEqualTo(10_000);
    assertThat(latencies.millis(9_998)).containsExactly(4998, 4999);
  }
}
