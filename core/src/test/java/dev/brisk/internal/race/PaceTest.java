package dev.brisk.internal.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PaceTest {
  @Test
  void ratio_isThatOfTheRounds() {
    Pace slow = new Pace(new double[] {4, 40, 4, 4, 4});
    Pace fast = new Pace(new double[] {2, 20, 2, 1, 4});
    assertThat(slow.over(fast).median()).isEqualTo(2);
    assertThat(slow.over(fast).low()).isEqualTo(1);
    assertThat(slow.over(fast).high()).isEqualTo(4);
    assertThat(slow.millis()).isEqualTo(4000);
  }

  @Test
  void bounds_narrowWithTheRounds() {
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    Pace steady = new Pace(ones);
    Pace spread = new Pace(IntStream.range(0, 100).mapToDouble(i -> 1 + i).toArray());
    assertThat(spread.over(steady)).isEqualTo(new Pace.Ratio(50.5, 41, 60));
  }
}
