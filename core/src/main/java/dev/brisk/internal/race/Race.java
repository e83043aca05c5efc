package dev.brisk.internal.race;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Models that run in turns, in short rounds, so that what disturbs the machine disturbs all alike.
 * Of the runs that a model makes in a turn, the fastest quarter counts.
 *
 * <p>There are more rounds while it is open whether a model is slower than the first; one that is
 * beyond doubt drops out. (O. Maron, A. Moore, "Hoeffding races", NIPS 1993, with the bounds of
 * {@link Pace#over}.)
 */
public final class Race implements AutoCloseable {
  private static final double BURST_SECONDS = 0.004;
  private static final int MOST_RUNS = 400;
  private static final int LEAST_RUNS = 2;
  private static final int LEAST_ROUNDS = 9;
  private static final int FEWEST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 400;

  /** Bounds are looked at again after so many times as many rounds. */
  private static final double NEXT_LOOK = 1.25;

  /**
   * How long a race goes on.
   *
   * @param least about how long all rounds take together in any case
   * @param most about how long while something is open
   * @param limit how much longer than the first model's the run of one that is not slower may take
   * @param narrow how near the bounds of a ratio are if it is known well enough
   */
  public record Rules(Duration least, Duration most, double limit, double narrow) {
    /** Whether rounds have told whether a model is slower than the first. */
    public boolean isClear(Pace.Ratio ratio) {
      return ratio.isWithin(limit) || ratio.isBeyond(limit) || ratio.width() <= narrow;
    }

    /** Whether a model is as fast as the first, or where that is not clear, rather so than not. */
    public boolean isFastEnough(Pace.Ratio ratio) {
      return ratio.isWithin(limit) || ratio.median() <= (isClear(ratio) ? limit : 1);
    }
  }

  /** A model that takes part, and how often it runs in each round. */
  private record Starter(Executable executable, Runner runner, int runs) {
    double burst() {
      return Runner.undisturbed(runner.burst(runs));
    }
  }

  private final List<Starter> starters = new ArrayList<>();
  private final Map<String, Tensor> inputs;
  private final Rules rules;

  private Race(Map<String, Tensor> inputs, Rules rules) {
    this.inputs = inputs;
    this.rules = rules;
  }

  /**
   * Lets models run against the first of them.
   *
   * @param inputs what all of them are fed
   * @return what each took, in their order
   */
  public static List<Pace> run(
      List<Model> models,
      Map<String, Tensor> inputs,
      Accelerator accelerator,
      CompileOptions options,
      Rules rules,
      Progress progress) {
    try (Race race = new Race(inputs, rules)) {
      for (Model model : models) {
        progress.update("measuring speed", 0, 0);
        race.enter(accelerator.compile(model, options));
      }
      return race.rounds(progress);
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

  private List<Pace> rounds(Progress progress) {
    Rounds rounds = new Rounds(starters.size());
    List<Integer> running = new ArrayList<>();
    for (int i = 0; i < starters.size(); i++) {
      running.add(i);
    }
    long start = System.nanoTime();
    long taken = 0;
    int look = LEAST_ROUNDS;
    boolean open = true;
    while (rounds.size() < (taken > rules.most().toNanos() ? FEWEST_ROUNDS : LEAST_ROUNDS)
        || (rounds.size() < MOST_ROUNDS
            && taken < (open ? rules.most() : rules.least()).toNanos())) {
      long most = rules.most().toNanos();
      progress.update("measuring speed", Math.min(taken, most), most);
      List<Integer> order = new ArrayList<>(running);
      Collections.rotate(order, -rounds.size());
      double[] first = turn(order, rounds);
      Collections.reverse(order);
      rounds.add(first, turn(order, rounds));
      taken = System.nanoTime() - start;
      if (rounds.size() >= look) {
        look = (int) Math.ceil(look * NEXT_LOOK);
        List<Pace> paces = rounds.paces();
        running.removeIf(i -> i > 0 && paces.get(i).over(paces.get(0)).isBeyond(rules.limit()));
        open = running.stream().anyMatch(i -> !rules.isClear(paces.get(i).over(paces.get(0))));
        if (running.size() == 1) {
          break;
        }
      }
    }
    return rounds.paces();
  }

  private double[] turn(List<Integer> order, Rounds rounds) {
    double[] seconds = rounds.none();
    for (int runner : order) {
      seconds[runner] = starters.get(runner).burst();
    }
    return seconds;
  }

  @Override
  public void close() {
    for (Starter starter : starters) {
      starter.runner().close();
      starter.executable().close();
    }
  }
}
