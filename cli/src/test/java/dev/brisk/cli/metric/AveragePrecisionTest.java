package dev.brisk.cli.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scenes whose average precision follows from counting. */
final class AveragePrecisionTest {
  private static final Box LEFT = new Box(0, 0, 10, 10);
  private static final Box RIGHT = new Box(100, 0, 110, 10);
  private static final Box NOWHERE = new Box(500, 500, 510, 510);

  private final AveragePrecision precision = new AveragePrecision();

  @Test
  void allFound_isOne() {
    precision.add(
        List.of(seen(0, 0.9, LEFT), seen(0, 0.8, RIGHT)), Map.of(0, List.of(LEFT, RIGHT)));
    assertThat(precision.at(0.5)).isEqualTo(1);
    assertThat(precision.at(0.95)).isEqualTo(1);
  }

  @Test
  void nothingFound_isZero() {
    precision.add(List.of(), Map.of(0, List.of(LEFT)));
    assertThat(precision.at(0.5)).isZero();
  }

  @Test
  void oneOfTwoFound_countsRecallsUpToAHalf() {
    precision.add(List.of(seen(0, 0.9, LEFT)), Map.of(0, List.of(LEFT, RIGHT)));
    assertThat(precision.at(0.5)).isCloseTo(51 / 101.0, within(1e-12));
  }

  @Test
  void wrongOneAhead_halvesPrecision() {
    precision.add(List.of(seen(0, 0.9, NOWHERE), seen(0, 0.8, LEFT)), Map.of(0, List.of(LEFT)));
    assertThat(precision.at(0.5)).isEqualTo(0.5);
  }

  @Test
  void wrongOneBehind_costsNothing() {
    precision.add(List.of(seen(0, 0.9, LEFT), seen(0, 0.8, NOWHERE)), Map.of(0, List.of(LEFT)));
    assertThat(precision.at(0.5)).isEqualTo(1);
  }

  @Test
  void secondDetectionOfTheSame_isWrong() {
    precision.add(
        List.of(seen(0, 0.9, LEFT), seen(0, 0.8, LEFT), seen(0, 0.7, RIGHT)),
        Map.of(0, List.of(LEFT, RIGHT)));
    // Precision 1 up to recall 0.5, then 2/3.
    assertThat(precision.at(0.5)).isCloseTo((51 + 50 * 2 / 3.0) / 101, within(1e-12));
  }

  @Test
  void precision_isInterpolatedFromHigherRecalls() {
    precision.add(
        List.of(seen(0, 0.9, NOWHERE), seen(0, 0.8, LEFT), seen(0, 0.7, RIGHT)),
        Map.of(0, List.of(LEFT, RIGHT)));
    // 1/2 at recall 0.5 is lifted to the 2/3 at recall 1.
    assertThat(precision.at(0.5)).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void scores_areRankedOverAllImages() {
    precision.add(List.of(seen(0, 0.6, LEFT)), Map.of(0, List.of(LEFT)));
    precision.add(List.of(seen(0, 0.7, LEFT)), Map.of());
    assertThat(precision.at(0.5)).isEqualTo(0.5);
  }

  @Test
  void classThatDoesNotOccur_doesNotCount() {
    precision.add(List.of(seen(0, 0.9, LEFT), seen(7, 0.9, LEFT)), Map.of(0, List.of(LEFT)));
    assertThat(precision.at(0.5)).isEqualTo(1);
  }

  @Test
  void classes_countAlike() {
    precision.add(
        List.of(seen(0, 0.9, LEFT)), Map.of(0, List.of(LEFT), 1, List.of(LEFT, RIGHT, NOWHERE)));
    assertThat(precision.at(0.5)).isEqualTo(0.5);
  }

  @Test
  void overlap_decides() {
    // Shifted by 2 of 10: they share 80 of 120.
    Box shifted = new Box(2, 0, 12, 10);
    precision.add(List.of(seen(0, 0.9, shifted)), Map.of(0, List.of(LEFT)));
    assertThat(shifted.overlap(LEFT)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(precision.at(0.65)).isEqualTo(1);
    assertThat(precision.at(0.70)).isZero();
  }

  @Test
  void noTruth_isNaN() {
    assertThat(precision.at(0.5)).isNaN();
  }

  @Test
  void suppress_dropsOverlapsWithinAClass() {
    Detection best = seen(0, 0.9, LEFT);
    Detection near = seen(0, 0.8, new Box(1, 0, 11, 10));
    Detection other = seen(1, 0.7, LEFT);
    Detection far = seen(0, 0.6, RIGHT);
    assertThat(Detection.suppress(List.of(far, near, other, best), 0.65, 100))
        .containsExactly(best, other, far);
    assertThat(Detection.suppress(List.of(far, near, other, best), 0.65, 2))
        .containsExactly(best, other);
  }

  @Test
  void overlap_ofBoxesApartIsZero() {
    assertThat(LEFT.overlap(RIGHT)).isZero();
    assertThat(LEFT.overlap(new Box(10, 0, 20, 10))).isZero();
    assertThat(LEFT.overlap(LEFT)).isEqualTo(1);
  }

  private static Detection seen(int type, double score, Box box) {
    return new Detection(type, score, box);
  }
}
