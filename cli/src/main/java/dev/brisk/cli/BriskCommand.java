package dev.brisk.cli;

import dev.brisk.cli.terminal.Console;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nArguments:%n",
    descriptionHeading = "%n",
    footerHeading = "%nExamples:%n",
    synopsisHeading = "Usage: ",
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 1)
abstract class BriskCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;
  private @Nullable Console console;

  /** Gives the command its console. */
  void attach(Console given) {
    console = given;
  }

  /** Does the work; a failure is an exception. */
  abstract void run(Console output);

  /** The options of all commands. */
  CommonOptions common() {
    return common;
  }

  /** The command as it was typed, for people. */
  String typed() {
    return "brisk "
        + String.join(" ", given(spec).root().commandLine().getParseResult().originalArgs());
  }

  /** The value of a required argument. */
  static <T> T given(@Nullable T argument) {
    return Objects.requireNonNull(argument, "picocli checks that it is there");
  }

  @Override
  public Integer call() {
    if (console == null) {
      throw new IllegalStateException("The command has no console");
    }
    common.apply(console);
    run(console);
    return 0;
  }
}
