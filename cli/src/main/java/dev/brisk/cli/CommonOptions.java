package dev.brisk.cli;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all commands have. */
final class CommonOptions {
  @Option(
      names = "--threads",
      order = 100,
      paramLabel = "N",
      description = "Threads of one run; by default as many as the process may use.")
  private @Nullable Integer threads;

  @Option(
      names = "--accelerator",
      order = 101,
      paramLabel = "NAME",
      description = "What runs the model; by default the best here. 'brisk doctor' lists them.")
  private @Nullable String accelerator;

  @Option(
      names = "--json",
      order = 102,
      description = "Print one JSON object on standard output, all else on standard error.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      order = 103,
      description = "Show where a failure comes from (so does BRISK_DEBUG=1).")
  private boolean verbose;

  /** Tells the console what it has to know. */
  void apply(Console console) {
    console.json(json);
    if (verbose) {
      console.verbose(true);
    }
    if (threads != null && threads < 1) {
      throw new UsageException("--threads must be 1 or more, but is " + threads);
    }
  }

  /** The accelerator asked for, else the best here. */
  Accelerator accelerator() {
    return accelerator == null ? Accelerators.best() : Accelerators.named(accelerator);
  }

  /** Whether one is asked for by name. */
  boolean namesAccelerator() {
    return accelerator != null;
  }

  /** As {@link #accelerator()}, for those who compile without options of their own. */
  Accelerator limitedAccelerator() {
    return new LimitedAccelerator(accelerator(), compileOptions());
  }

  /** How models are compiled. */
  CompileOptions compileOptions() {
    CompileOptions defaults = CompileOptions.defaults();
    return threads == null ? defaults : defaults.threads(threads);
  }
}
