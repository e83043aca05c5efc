package dev.brisk.internal.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoundsTest {
  private static final Race.Rules RULES =
      new Race.Rules(Duration.ofSeconds(1), Duration.ofSeconds(2), 1.01, 0.03);

  /**
   * What two models take of which the second takes less, on a machine that is disturbed at times.
   */
  private static Rounds rounds(int seed, int count, double ratio, double disturbed) {
    Random random = new Random(seed);
    Rounds rounds = new Rounds(2);
    for (int i = 0; i < count; i++) {
      double[][] turns = new double[2][2];
      for (double[] turn : turns) {
        for (int runner = 0; runner < 2; runner++) {
          double slower = random.nextDouble() < disturbed ? 1.2 + 2 * random.nextDouble() : 1;
          turn[runner] = (runner == 0 ? 1 : ratio) * slower * (1 + 0.01 * random.nextGaussian());
        }
      }
      rounds.add(turns[0], turns[1]);
    }
    return rounds;
  }

  private static Pace.Ratio ratio(Rounds rounds) {
    List<Pace> paces = rounds.paces();
    return paces.get(1).over(paces.get(0));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void disturbances_hideNoModelThatIsFaster(int seed) {
    Pace.Ratio ratio = ratio(rounds(seed, 60, 0.95, 0.1));
    assertThat(ratio.median()).isCloseTo(0.95, within(0.01));
    assertThat(RULES.isFastEnough(ratio)).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void disturbances_excuseNoModelThatIsSlower(int seed) {
    Pace.Ratio ratio = ratio(rounds(seed, 60, 1.06, 0.1));
    assertThat(RULES.isFastEnough(ratio)).isFalse();
    assertThat(RULES.isClear(ratio)).isTrue();
  }

  @Test
  void disturbedRounds_countForNoOne() {
    Rounds rounds = new Rounds(2);
    rounds.add(new double[] {1, 1}, new double[] {1, 1.02});
    rounds.add(new double[] {1, 5}, new double[] {1.05, 3});
    rounds.add(new double[] {4, 2}, new double[] {4, 2});
    assertThat(ratio(rounds)).isEqualTo(new Pace.Ratio(0.75, 0.5, 1));
  }

  @Test
  void roundsCount_whereMostAreDisturbed() {
    Rounds rounds = new Rounds(2);
    rounds.add(new double[] {1, 3}, new double[] {2, 6});
    rounds.add(new double[] {1, 3}, new double[] {2, 6});
    rounds.add(new double[] {1, 1}, new double[] {1, 1});
    assertThat(ratio(rounds).median()).isEqualTo(3);
  }

  @Test
  void whoDroppedOut_isComparedInTheRoundsBefore() {
    Rounds rounds = new Rounds(2);
    rounds.add(new double[] {1, 2}, new double[] {1, 2});
    rounds.add(new double[] {9, Double.NaN}, new double[] {9, Double.NaN});
    assertThat(ratio(rounds).median()).isEqualTo(2);
    assertThat(rounds.paces().get(1).millis()).isEqualTo(2000);
  }

  @Test
  void whatIsOpen_isDecidedByTheMedian() {
    assertThat(RULES.isFastEnough(new Pace.Ratio(1.005, 0.995, 1.02))).isTrue();
    assertThat(RULES.isFastEnough(new Pace.Ratio(1.015, 1.005, 1.02))).isFalse();
    assertThat(RULES.isFastEnough(new Pace.Ratio(1.005, 0.9, 1.2))).isFalse();
    assertThat(RULES.isFastEnough(new Pace.Ratio(0.99, 0.9, 1.2))).isTrue();
    assertThat(RULES.isFastEnough(new Pace.Ratio(1.07, 0.91, 1.12))).isFalse();
  }

  @Test
  void paces_countDisturbedRoundsOfARunnerThatHasNoOthers() {
    Rounds rounds = new Rounds(2);
    rounds.add(new double[] {1, 3}, new double[] {2, 3});
    rounds.add(new double[] {1, Double.NaN}, new double[] {1, Double.NaN});
    rounds.add(new double[] {1, Double.NaN}, new double[] {1, Double.NaN});
    assertThat(ratio(rounds).median()).isEqualTo(3);
  }
}
