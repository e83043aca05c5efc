package dev.brisk.cli.bench;

import dev.brisk.Progress;
import java.util.List;

/**
 * One run after the other. In each round every contender makes a burst of runs, the first of which,
 * on caches that another contender filled, does not count.
 */
final class SingleStream implements Scenario {
  /** That which MLPerf's scenario of the name reports. */
  private static final double PERCENTILE = 90;

  private static final double BURST_SECONDS = 0.05;
  private static final int LEAST_ROUNDS = 5;
  private static final int MOST_RUNS = 1_000;

  @Override
  public List<Measurement> measure(
      List<Contender> contenders, Settings settings, Progress progress) {
    List<Recorder> recorders = contenders.stream().map(Recorder::new).toList();
    List<Integer> bursts = contenders.stream().map(SingleStream::burst).toList();
    long budget = (long) (settings.seconds() * contenders.size() * 1e9);
    long start = System.nanoTime();
    for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() - start < budget; round++) {
      long done = Math.min(budget, System.nanoTime() - start);
      progress.update("measuring", done / 1_000_000, budget / 1_000_000);
      for (Recorder recorder : Scenario.rotated(recorders, round)) {
        burst(recorder, bursts.get(recorders.indexOf(recorder)));
      }
    }
    return recorders.stream()
        .map(recorder -> recorder.measurement(Verdict.of(recorder.percentiles(), PERCENTILE)))
        .toList();
  }

  private static int burst(Contender contender) {
    double seconds = Warmup.of(contender).median();
    return (int) Math.max(1, Math.min(MOST_RUNS, BURST_SECONDS / seconds));
  }

  private static void burst(Recorder recorder, int runs) {
    Contender contender = recorder.contender();
    Latencies latencies = recorder.latencies();
    latencies.reserve(runs);
    int from = latencies.size();
    contender.run(0);
    long allocated = Allocation.ofThisThread();
    long start = System.nanoTime();
    long last = start;
    for (int i = 0; i < runs; i++) {
      contender.run(0);
      long now = System.nanoTime();
      latencies.add(now - last);
      last = now;
    }
    long bytes = Allocation.ofThisThread() - allocated;
    recorder.round(Percentiles.of(latencies.millis(from)).at(50), runs, last - start, bytes);
  }
}
