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

  @Test
  void boundsOfBlocks_areWide_whereRoundsThatFollowEachOtherAreAlike() {
    Pace steady = new Pace(IntStream.range(0, 160).mapToDouble(i -> 1).toArray());
    Pace drifting = new Pace(IntStream.range(0, 160).mapToDouble(i -> i < 90 ? 1 : 2).toArray());
    assertThat(drifting.over(steady)).isEqualTo(new Pace.Ratio(1, 1, 2));
    Pace mostly = new Pace(IntStream.range(0, 160).mapToDouble(i -> i < 110 ? 1 : 2).toArray());
    assertThat(mostly.over(steady).high()).isEqualTo(1);
    assertThat(mostly.over(steady, 16)).isEqualTo(new Pace.Ratio(1, 1, 2));
    assertThat(steady.over(steady, 16)).isEqualTo(new Pace.Ratio(1, 1, 1));
  }
}
