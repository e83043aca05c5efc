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
      CalibrateCommand.class,
      PrepareCommand.class,
      Int4Command.class,
      RepeatCommand.class,
      EnduranceCommand.class,
      AblationCommand.class,
      RemoteCommand.class,
      RemoteMemoryCommand.class,
      RemoteRateCommand.class,
      RemoteDeadlineCommand.class,
      RemoteHedgeCommand.class,
      HelpCommand.class
    })
final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** The exit status: 0, 1 if the work failed, 2 if the arguments are wrong. */
  static int execute(String... arguments) {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
  }
}
