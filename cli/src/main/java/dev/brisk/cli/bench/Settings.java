package dev.brisk.cli.bench;

import java.util.OptionalInt;

/**
 * How contenders are measured.
 *
 * @param threads the threads to use; empty for as many as the process may
 * @param seconds how long each contender is measured
 * @param load for the scenario server: the share of the slowest contender's capacity that arrives
 * @param batch for the scenario offline: the samples of one run
 */
public record Settings(OptionalInt threads, double seconds, double load, int batch) {
  /** The number of threads to use. */
  int threadCount() {
    return threads.orElse(Runtime.getRuntime().availableProcessors());
  }
}
