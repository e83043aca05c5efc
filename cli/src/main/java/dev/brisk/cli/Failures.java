package dev.brisk.cli;

import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.UnavailableException;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells failures in one sentence and gives the exit status for them. */
final class Failures {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;

  private final Console console;

  Failures(Console console) {
    this.console = console;
  }

  /** The arguments could not be understood. */
  int ofArguments(ParameterException failure) {
    String sentence = firstLine(failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      sentence = unmatched(unmatched);
    }
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    console.failure(sentence + "; see '" + command + " --help'", null);
    return WRONG_ARGUMENTS;
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    boolean isOption = failure.isUnknownOption();
    String found = failure.getUnmatched().get(0);
    if (!isOption && failure.getCommandLine().getSubcommands().isEmpty()) {
      return "There is one argument too many, '" + found + "'";
    }
    List<String> near = failure.getSuggestions();
    return "There is no %s '%s'%s"
        .formatted(
            isOption ? "option" : "command",
            found,
            near.isEmpty() ? "" : " (did you mean " + near.get(0) + "?)");
  }

  /** The work failed. */
  int of(Throwable failure) {
    boolean stopped =
        failure instanceof CancelledException || Thread.currentThread().isInterrupted();
    if (stopped) {
      console.failure("Stopped; no file was left behind", failure);
      return FAILED;
    } else if (failure instanceof BriskException) {
      console.failure(String.valueOf(failure.getMessage()), failure);
      boolean asked = failure instanceof UsageException || failure instanceof UnavailableException;
      return asked ? WRONG_ARGUMENTS : FAILED;
    } else if (failure instanceof OutOfMemoryError) {
      console.failure(
          "There is not enough memory (%s); give more with BRISK_JAVA_OPTS=-Xmx4g"
              .formatted(firstLine(failure.getMessage())),
          failure);
      return FAILED;
    }
    console.failure(
        "This is a defect of brisk: %s; please report it with what --verbose shows"
            .formatted(firstLine(failure.toString())),
        failure);
    return FAILED;
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "no message" : text.lines().findFirst().orElse("").strip();
  }
}
