package dev.brisk.quantization.speed;

import dev.brisk.Accelerator;
import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
  private static final int WARM_RUNS = 10;
  private static final double WARM_SECONDS = 0.1;
  private static final int LEAST_ROUNDS = 7;
  private static final int FEWEST_ROUNDS = 3;
  private static final int MOST_BUDGETS = 3;
  private static final int MOST_ROUNDS = 200;

  /** A race is over before its time when its ratios are known this well. */
  private static final double CLEAR = 0.03;

  private static final int LEAST_CLEAR_ROUNDS = 21;

  /** A model that takes part. */
  private static final class Runner {
    private final Executable executable;
    private final Binding binding;
    private final long[] nanos;

    Runner(Executable executable, Binding binding, int runs) {
      this.executable = executable;
      this.binding = binding;
      this.nanos = new long[runs];
    }

    double burst() {
      binding.run();
      long last = System.nanoTime();
      for (int i = 0; i < nanos.length; i++) {
        binding.run();
        long now = System.nanoTime();
        nanos[i] = now - last;
        last = now;
      }
      Arrays.sort(nanos);
      int quarter = (nanos.length + 3) / 4;
      return Arrays.stream(nanos, 0, quarter).average().orElse(0) / 1e9;
    }
  }

  private final List<Runner> runners = new ArrayList<>();
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
    Binding binding;
    try {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      binding = executable.bind(shapes);
    } catch (RuntimeException | Error e) {
      executable.close();
      throw e;
    }
    runners.add(new Runner(executable, binding, 0));
    inputs.forEach((name, tensor) -> binding.input(name).asByteBuffer().put(tensor.asByteBuffer()));
    int runs = (int) Math.ceil(BURST_SECONDS / warmUp(binding));
    int counted = Math.max(LEAST_RUNS, Math.min(MOST_RUNS, runs));
    runners.set(runners.size() - 1, new Runner(executable, binding, counted));
  }

  /** The seconds of the fastest of some runs. */
  private static double warmUp(Binding binding) {
    long start = System.nanoTime();
    long least = Long.MAX_VALUE;
    long last = start;
    for (int i = 0; i < WARM_RUNS || last - start < WARM_SECONDS * 1e9; i++) {
      binding.run();
      long now = System.nanoTime();
      least = Math.min(least, now - last);
      last = now;
      if (last - start > 10 * WARM_SECONDS * 1e9) {
        break;
      }
    }
    return Math.max(1, least) / 1e9;
  }

  private List<Pace> rounds(Duration budget, Progress progress) {
    List<double[]> rounds = new ArrayList<>();
    long start = System.nanoTime();
    long taken = 0;
    while (isShort(rounds.size(), taken, budget.toNanos())
        || (taken < budget.toNanos() && rounds.size() < MOST_ROUNDS && !isClear(rounds))) {
      progress.update("measuring speed", Math.min(taken, budget.toNanos()), budget.toNanos());
      double[] seconds = new double[runners.size()];
      for (int i = 0; i < seconds.length; i++) {
        int turn = (i + rounds.size()) % seconds.length;
        seconds[turn] = runners.get(turn).burst();
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
    for (int i = 0; i < runners.size(); i++) {
      int runner = i;
      paces.add(new Pace(rounds.stream().mapToDouble(round -> round[runner]).toArray()));
    }
    return paces;
  }

  @Override
  public void close() {
    for (Runner runner : runners) {
      runner.binding.close();
      runner.executable.close();
    }
  }
}
