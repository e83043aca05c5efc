package dev.brisk.cli;

import dev.brisk.cli.terminal.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The {@code brisk} command. */
@Command(
    name = "brisk",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    synopsisHeading = "Usage: ",
    customSynopsis = "brisk COMMAND [OPTIONS] [ARGUMENTS]",
    header = "brisk makes trained ONNX models smaller and faster, and shows what that costs.%n",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  brisk demo                              see what it does, on a bundled model",
      "  brisk quantize digits.json --to int8    make a model smaller and faster",
      "  brisk evaluate digits.json --model digits.int8.onnx",
      "  brisk bench digits.onnx digits.int8.onnx",
      "  brisk profile digits.json               see where the time goes",
      "",
      "'brisk COMMAND --help' explains a command."
    },
    subcommands = {
      DemoCommand.class,
      DoctorCommand.class,
      InspectCommand.class,
      QuantizeCommand.class,
      SensitivityCommand.class,
      EvaluateCommand.class,
      BenchCommand.class,
      ProfileCommand.class,
      OptimizeCommand.class
    })
public final class Main implements Runnable {
  private final Console console;

  private Main(Console console) {
    this.console = console;
  }

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    Interruption interruption = Interruption.of(Thread.currentThread());
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int status = run(args, Surroundings.console(out, err));
    out.flush();
    err.flush();
    interruption.exit(status);
  }

  /**
   * Runs the command line without a terminal.
   *
   * @return 0, or 1 where the work failed, or 2 where the arguments are wrong
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, new Console(out, err, false, 80));
  }

  private static int run(String[] args, Console console) {
    Failures failures = new Failures(console);
    try {
      return new CommandLine(new Main(console))
          .setOut(writer(console.out()))
          .setErr(writer(console.err()))
          .setExecutionStrategy(parsed -> execute(parsed, console))
          .setParameterExceptionHandler((e, commandArgs) -> failures.ofArguments(e))
          .setExecutionExceptionHandler((e, command, parsed) -> failures.of(e))
          .execute(args);
    } catch (OutOfMemoryError | LinkageError | StackOverflowError e) {
      return failures.of(e);
    }
  }

  private static int execute(ParseResult parsed, Console console) {
    for (CommandLine command : parsed.asCommandLineList()) {
      if (command.getCommand() instanceof BriskCommand brisk) {
        brisk.attach(console);
      }
    }
    return new RunLast().execute(parsed);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Without a command: shows the help. */
  @Override
  public void run() {
    console.say(new CommandLine(new Main(console)).getUsageMessage().stripTrailing());
  }
}
