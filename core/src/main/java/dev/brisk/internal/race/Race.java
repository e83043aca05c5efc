package dev.brisk.internal.race;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Models that run in turns, in short rounds, so that what disturbs the machine disturbs all alike.
 * Of the runs that a model makes in a round, the fastest quarter counts.
 */
public final class Race implements AutoCloseable {
  private static final double BURST_SECONDS = 0.004;
  private static final int MOST_RUNS = 400;
  private static final int LEAST_RUNS = 4;
  private static final int LEAST_ROUNDS = 7;
  private static final int FEWEST_ROUNDS = 3;
  private static final int MOST_BUDGETS = 3;
  private static final int MOST_ROUNDS = 200;

  /** A race is over before its time when its ratios are known this well. */
  private static final double CLEAR = 0.03;

  private static final int LEAST_CLEAR_ROUNDS = 21;

  /** A model that takes part, and how often it runs in each round. */
  private record Starter(Executable executable, Runner runner, int runs) {
    double burst() {
      return Runner.undisturbed(runner.burst(runs));
    }
  }

  private final List<Starter> starters = new ArrayList<>();
  private final Map<String, Tensor> inputs;

  private Race(Map<String, Tensor> inputs) {
    this.inputs = inputs;
  }

  /**
   * Lets models run against each other.
   *
   * @param inputs what all of them are fed
   * @param budget about how long all rounds take together; a few are made in any case
   * @return what each took, in their order
   */
  public static List<Pace> run(
      List<Model> models,
      Map<String, Tensor> inputs,
      Accelerator accelerator,
      CompileOptions options,
      Duration budget,
      Progress progress) {
    try (Race race = new Race(inputs)) {
      for (Model model : models) {
        progress.update("measuring speed", 0, 0);
        race.enter(accelerator.compile(model, options));
      }
      return race.rounds(budget, progress);
    }
  }

  private void enter(Executable executable) {
    Runner runner;
    try {
      runner = Runner.of(executable, inputs, 1, System::nanoTime);
    } catch (RuntimeException | Error e) {
      executable.close();
      throw e;
    }
    starters.add(new Starter(executable, runner, 0));
    int runs = (int) Math.ceil(BURST_SECONDS / runner.warmUp());
    int counted = Math.max(LEAST_RUNS, Math.min(MOST_RUNS, runs));
    starters.set(starters.size() - 1, new Starter(executable, runner, counted));
  }

  private List<Pace> rounds(Duration budget, Progress progress) {
    List<double[]> rounds = new ArrayList<>();
    long start = System.nanoTime();
    long taken = 0;
    while (isShort(rounds.size(), taken, budget.toNanos())
        || (taken < budget.toNanos() && rounds.size() < MOST_ROUNDS && !isClear(rounds))) {
      progress.update("measuring speed", Math.min(taken, budget.toNanos()), budget.toNanos());
      double[] seconds = new double[starters.size()];
      for (int i = 0; i < seconds.length; i++) {
        int turn = (i + rounds.size()) % seconds.length;
        seconds[turn] = starters.get(turn).burst();
      }
      rounds.add(seconds);
      taken = System.nanoTime() - start;
    }
    return paces(rounds);
  }

  /** Whether there must be more rounds; fewer do where they take too long. */
  private static boolean isShort(int rounds, long taken, long budget) {
    return rounds < (taken > MOST_BUDGETS * budget ? FEWEST_ROUNDS : LEAST_ROUNDS);
  }

  private boolean isClear(List<double[]> rounds) {
    if (rounds.size() % LEAST_CLEAR_ROUNDS != 0) {
      return false;
    }
    List<Pace> paces = paces(rounds);
    return paces.stream()
        .map(pace -> pace.over(paces.get(0)))
        .allMatch(ratio -> ratio.high() - ratio.low() < CLEAR * ratio.median());
  }

  private List<Pace> paces(List<double[]> rounds) {
    List<Pace> paces = new ArrayList<>();
    for (int i = 0; i < starters.size(); i++) {
      int runner = i;
      paces.add(new Pace(rounds.stream().mapToDouble(round -> round[runner]).toArray()));
    }
    return paces;
  }

  @Override
  public void close() {
    for (Starter starter : starters) {
      starter.runner().close();
      starter.executable().close();
    }
  }
}
