package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Roofline.Bandwidth;
import dev.brisk.Roofline.Bound;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RooflineTest {
  private final Roofline roofline =
      new Roofline(
          1e9,
          4e9,
          List.of(new Bandwidth("memory", 1_000, 1e9), new Bandwidth("memory", 1_000_000, 1e8)),
          Duration.ofNanos(1_000));

  @Test
  void bandwidth_isThatOfTheSmallestLevelThatHoldsTheBytes() {
    assertThat(roofline.bandwidth(10)).isEqualTo(1e9);
    assertThat(roofline.bandwidth(1_000)).isEqualTo(1e9);
    assertThat(roofline.bandwidth(1_001)).isEqualTo(1e8);
    assertThat(roofline.bandwidth(1L << 40)).isEqualTo(1e8);
  }

  @Test
  void bound_isTheLongestOfComputingMovingAndCalling() {
    assertThat(roofline.bound(1e6, 1_000, false)).isEqualTo(Bound.COMPUTE);
    assertThat(roofline.bound(1e4, 900_000, false)).isEqualTo(Bound.MEMORY);
    assertThat(roofline.bound(10, 10, false)).isEqualTo(Bound.OVERHEAD);
    assertThat(roofline.bound(0, 0, false)).isEqualTo(Bound.UNKNOWN);
  }

  @Test
  void integers_haveTheirOwnPeak_ifItIsKnown() {
    assertThat(roofline.computeSeconds(4e9, true)).isEqualTo(1);
    assertThat(roofline.computeSeconds(4e9, false)).isEqualTo(4);
    assertThat(new Roofline(1e9, 0, List.of(), Duration.ZERO).peak(true)).isEqualTo(1e9);
  }

  @Test
  void leastSeconds_hidesTheShorterBehindTheLonger() {
    assertThat(roofline.leastSeconds(1e6, 1_000, false)).isEqualTo(1e-3, within(1e-12));
    assertThat(roofline.leastSeconds(1e4, 900_000, false)).isEqualTo(9e-3, within(1e-12));
  }

  @Test
  void whatIsNotMeasured_boundsNothing() {
    Roofline blank = new Roofline(0, 0, List.of(), Duration.ZERO);
    assertThat(blank.leastSeconds(1e9, 1_000_000, false)).isZero();
  }
}
