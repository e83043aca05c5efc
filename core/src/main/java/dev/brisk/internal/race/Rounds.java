package dev.brisk.internal.race;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What runners took in rounds in which each had two turns, the second in the order opposite to the
 * first: what grows worse or better in a round so does for all alike.
 *
 * <p>Of a runner's two turns the faster counts. A round is disturbed if the two turns of any runner
 * differ by more than a tenth; such rounds do not count for anyone, unless most of those that some
 * runner ran in are like that.
 */
final class Rounds {
  private static final double CALM = 1.1;

  private final int runners;
  private final List<double[]> rounds = new ArrayList<>();
  private final List<double[]> calmRounds = new ArrayList<>();

  Rounds(int runners) {
    this.runners = runners;
  }

  int size() {
    return rounds.size();
  }

  /**
   * Adds a round.
   *
   * @param first what a run of each runner took in the first turn, NaN for those that sat it out
   * @param second the same of the second turn
   */
  void add(double[] first, double[] second) {
    double[] seconds = new double[runners];
    boolean calm = true;
    for (int i = 0; i < runners; i++) {
      seconds[i] = Math.min(first[i], second[i]);
      calm &= !(Math.max(first[i], second[i]) > CALM * seconds[i]);
    }
    rounds.add(seconds);
    if (calm) {
      calmRounds.add(seconds);
    }
  }

  /** The paces of all runners. */
  List<Pace> paces() {
    List<double[]> counted = areMostFor(calmRounds) ? calmRounds : rounds;
    List<Pace> paces = new ArrayList<>();
    for (int i = 0; i < runners; i++) {
      int runner = i;
      paces.add(new Pace(counted.stream().mapToDouble(it -> it[runner]).toArray()));
    }
    return paces;
  }

  /** Whether each runner ran in so many of these that they are at least half of its rounds. */
  private boolean areMostFor(List<double[]> some) {
    return IntStream.range(0, runners)
        .allMatch(runner -> 2 * count(some, runner) >= count(rounds, runner));
  }

  private static long count(List<double[]> rounds, int runner) {
    return rounds.stream().filter(round -> !Double.isNaN(round[runner])).count();
  }

  /** As many times as there are runners, none known. */
  double[] none() {
    double[] none = new double[runners];
    Arrays.fill(none, Double.NaN);
    return none;
  }
}
