package dev.brisk.internal.optimize;

import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.Objective;
import dev.brisk.Optimization.Speed;
import dev.brisk.Tensor;
import dev.brisk.internal.race.Pace;
import dev.brisk.internal.race.Runner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Entrants that run in turns with the baseline, in short rounds, so that what disturbs the machine
 * disturbs all alike.
 */
final class Heat implements AutoCloseable {
  private static final int LEAST_ROUNDS = 7;
  private static final int FEWEST_ROUNDS = 3;

  /** Rounds that follow each other are alike; as many groups of them hardly are. */
  private static final int BLOCKS = 16;

  private static final int MOST_ROUNDS = 4000;

  /** What was measured of one entrant. */
  private static final class Lane {
    private final Team team;
    private final List<Double> figures = new ArrayList<>();
    private final List<long[]> bursts = new ArrayList<>();
    private long busy;

    Lane(Team team) {
      this.team = team;
    }

    void run(Objective objective) {
      Team.Round round = team.round();
      int samples = round.nanos().length * team.entrant().tuning().batch();
      figures.add(
          objective == Objective.THROUGHPUT
              ? round.elapsed() / 1e9 / samples
              : Runner.undisturbed(round.nanos()));
      bursts.add(round.nanos());
      busy += round.elapsed();
    }

    Pace pace() {
      return new Pace(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }

    Speed speed(Lane baseline) {
      long[] nanos = bursts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      Pace.Ratio ratio = baseline.pace().over(pace(), BLOCKS);
      double samples = (double) nanos.length * team.entrant().tuning().batch();
      return new Speed(
          at(nanos, 0.5) / 1e6,
          at(nanos, 0.99) / 1e6,
          samples / (busy / 1e9),
          ratio.median(),
          ratio.low(),
          ratio.high(),
          nanos.length,
          IntStream.rangeClosed(0, 100).mapToObj(i -> at(nanos, i / 100.0) / 1e6).toList());
    }

    private static long at(long[] sorted, double share) {
      return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
  }

  private final Request request;
  private final Watch watch;
  private final List<Lane> lanes = new ArrayList<>();

  private Heat(Request request, Watch watch) {
    this.request = request;
    this.watch = watch;
  }

  /**
   * Measures entrants beside the baseline; those that cannot run are dropped.
   *
   * @param nanos about how long all rounds take together; a few are made in any case
   */
  static void run(
      Request request,
      Watch watch,
      Map<String, Tensor> inputs,
      Entrant baseline,
      List<Entrant> entrants,
      long nanos) {
    try (Heat heat = new Heat(request, watch)) {
      heat.lanes.add(new Lane(Team.of(baseline, inputs, request.clock())));
      for (Entrant entrant : entrants) {
        if (entrant != baseline && entrant.isAlive()) {
          heat.enter(entrant, inputs);
        }
      }
      heat.rounds(nanos);
    }
  }

  private void enter(Entrant entrant, Map<String, Tensor> inputs) {
    watch.update("", 0, 0);
    try {
      lanes.add(new Lane(Team.of(entrant, inputs, request.clock())));
    } catch (CancelledException e) {
      throw e;
    } catch (BriskException e) {
      entrant.fail(e);
    }
  }

  private void rounds(long nanos) {
    long start = watch.nanos();
    long taken = 0;
    int rounds = 0;
    try {
      while (rounds < (taken > 3 * nanos ? FEWEST_ROUNDS : LEAST_ROUNDS)
          || (taken < nanos && rounds < MOST_ROUNDS)) {
        watch.update("", 0, 0);
        List<Lane> order = new ArrayList<>(lanes);
        Collections.rotate(order, -rounds);
        order.forEach(this::run);
        rounds++;
        taken = watch.nanos() - start;
      }
    } finally {
      if (rounds >= FEWEST_ROUNDS) {
        lanes.forEach(each -> each.team.entrant().speed(each.speed(lanes.get(0))));
      }
    }
  }

  private void run(Lane lane) {
    try {
      lane.run(request.bounds().objective());
    } catch (CancelledException e) {
      throw e;
    } catch (BriskException e) {
      if (lane == lanes.get(0)) {
        throw e;
      }
      lane.team.entrant().fail(e);
      lanes.remove(lane);
      lane.team.close();
    }
  }

  @Override
  public void close() {
    lanes.forEach(each -> each.team.close());
  }
}
