package dev.brisk.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The benchmarks' command line. */
@Command(
    name = "benchmarks",
    description = "Measures Brisk and its peers.",
    subcommands = {
      JmhCommand.class,
      PairedCommand.class,
      LoadMemoryCommand.class,
      PrepareCommand.class,
      HelpCommand.class
    })
final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }
}
