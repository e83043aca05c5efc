package dev.brisk.cli.bench;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is measured of one contender, round by round. */
final class Recorder {
  private final Contender contender;
  private final Latencies latencies = new Latencies();
  private final Latencies waits = new Latencies();
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

  /** How long queries waited for the ones before them. */
  Latencies waits() {
    return waits;
  }

  /** Ends a round. */
  void round(double figure, long runsDone, long nanos, long allocated) {
    rounds.add(figure);
    runs += runsDone;
    samples += runsDone * contender.batch();
    busyNanos += nanos;
    bytes += allocated;
  }

  /** The latencies in milliseconds. */
  Percentiles percentiles() {
    return Percentiles.of(latencies.millis(0));
  }

  /** Of a scenario in which nothing arrives by itself. */
  Measurement measurement(Verdict verdict) {
    return measurement(0, verdict);
  }

  Measurement measurement(double rate, Verdict verdict) {
    return new Measurement(
        contender,
        percentiles(),
        Percentiles.of(waits.millis(0)),
        samples / (busyNanos / 1e9),
        (double) bytes / runs,
        List.copyOf(rounds),
        rate,
        verdict);
  }
}
