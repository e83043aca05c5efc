package dev.brisk.cli.bench;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is measured of one contender, round by round. */
final class Recorder {
  private final Contender contender;
  private final Latencies latencies = new Latencies();
  private final List<Double> rounds = new ArrayList<>();
  private long samples;
  private long busyNanos;
  private long bytes;
  private long runs;

  Recorder(Contender contender) {
    this.contender = contender;
  }

  Contender contender() {
    return contender;
  }

  Latencies latencies() {
    return latencies;
  }

  /** Ends a round. */
  void round(double figure, long runsDone, long nanos, long allocated) {
    rounds.add(figure);
    runs += runsDone;
    samples += runsDone * contender.batch();
    busyNanos += nanos;
    bytes += allocated;
  }

  Measurement measurement() {
    return new Measurement(
        contender,
        Percentiles.of(latencies.millis(0)),
        samples / (busyNanos / 1e9),
        (double) bytes / runs,
        List.copyOf(rounds));
  }
}
