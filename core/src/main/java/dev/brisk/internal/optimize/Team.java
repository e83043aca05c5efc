package dev.brisk.internal.optimize;

import dev.brisk.CancelledException;
import dev.brisk.Executable;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.internal.race.Runner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** An entrant compiled, and as many runners of it as run at once. */
final class Team implements AutoCloseable {
  private static final double BURST_SECONDS = 0.004;
  private static final double BURST_OF_MANY_SECONDS = 0.02;
  private static final int LEAST_RUNS = 4;
  private static final int MOST_RUNS = 400;

  /** What a round gave. */
  static final class Round {
    private final long[] nanos;
    private final long elapsed;

    private Round(long[] nanos, long elapsed) {
      this.nanos = nanos;
      this.elapsed = elapsed;
    }

    /** What each run took. */
    long[] nanos() {
      return nanos;
    }

    /** The nanoseconds from the first run's beginning to the last one's end. */
    long elapsed() {
      return elapsed;
    }
  }

  private final Entrant entrant;
  private final Executable executable;
  private final List<Runner> runners = new ArrayList<>();
  private final ExecutorService threads;
  private final LongSupplier clock;
  private int runs;

  private Team(Entrant entrant, Executable executable, LongSupplier clock) {
    this.entrant = entrant;
    this.executable = executable;
    this.clock = clock;
    this.threads =
        Executors.newFixedThreadPool(
            entrant.tuning().instances(),
            work -> {
              Thread thread = new Thread(work, "brisk-optimizer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Compiles, binds and warms up. */
  static Team of(Entrant entrant, Map<String, Tensor> inputs, LongSupplier clock) {
    Executable executable =
        entrant.accelerator().compile(entrant.form().model(), entrant.tuning().options());
    Team team = new Team(entrant, executable, clock);
    try {
      double seconds = 0;
      for (int i = 0; i < entrant.tuning().instances(); i++) {
        Runner runner = Runner.of(executable, inputs, entrant.tuning().batch(), clock);
        team.runners.add(runner);
        seconds = runner.warmUp();
      }
      double burst = team.runners.size() > 1 ? BURST_OF_MANY_SECONDS : BURST_SECONDS;
      team.runs = (int) Math.max(LEAST_RUNS, Math.min(MOST_RUNS, Math.ceil(burst / seconds)));
      return team;
    } catch (RuntimeException | Error e) {
      team.close();
      throw e;
    }
  }

  Entrant entrant() {
    return entrant;
  }

  /** Runs a burst on each runner at once. */
  Round round() {
    if (runners.size() == 1) {
      long[] nanos = runners.get(0).settledBurst(runs);
      return new Round(nanos, Arrays.stream(nanos).sum());
    }
    long start = clock.getAsLong();
    List<Callable<long[]>> bursts = new ArrayList<>();
    runners.forEach(runner -> bursts.add(() -> runner.burst(runs)));
    long[] all = new long[0];
    try {
      for (Future<long[]> burst : threads.invokeAll(bursts)) {
        long[] nanos = burst.get();
        int size = all.length;
        all = Arrays.copyOf(all, size + nanos.length);
        System.arraycopy(nanos, 0, all, size, nanos.length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("Interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw new RunFailedException("A run failed: " + e.getCause(), e.getCause());
    }
    long elapsed = clock.getAsLong() - start;
    return new Round(all, elapsed * runs / (runs + 1)); // each made one run that does not count
  }

  @Override
  public void close() {
    threads.shutdown();
    runners.forEach(Runner::close);
    executable.close();
  }
}
