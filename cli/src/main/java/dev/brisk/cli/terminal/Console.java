package dev.brisk.cli.terminal;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes. Results go to standard output, as text or as one JSON object; all else to
 * standard error. Nothing is written to a stream in between.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final int columns;
  private boolean json;
  private boolean verbose;

  /**
   * A console.
   *
   * @param terminal whether a person watches standard error
   * @param columns the terminal's width
   */
  public Console(PrintStream out, PrintStream err, boolean terminal, int columns) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.columns = columns;
  }

  /** Standard output. */
  public PrintStream out() {
    return out;
  }

  /** Standard error. */
  public PrintStream err() {
    return err;
  }

  /** Writes the result as JSON and what is meant for people to standard error. */
  public void json(boolean wanted) {
    json = wanted;
  }

  /** Whether the result is written as JSON. */
  public boolean isJson() {
    return json;
  }

  /** Shows stack traces of failures. */
  public void verbose(boolean wanted) {
    verbose = wanted;
  }

  /** Writes a line for people: a result's text, or with {@code --json} a remark. */
  public void say(Object line) {
    (json ? err : out).println(line);
  }

  /** Writes a remark for people that is no result. */
  public void remark(Object line) {
    err.println(line);
  }

  /** Writes the result where JSON is wanted. */
  public void result(@Nullable Object value) {
    if (json) {
      out.println(Json.of(value));
    }
  }

  /** Writes what went wrong. */
  public void failure(String sentence, @Nullable Throwable cause) {
    err.println("brisk: " + sentence);
    if (verbose && cause != null) {
      cause.printStackTrace(err);
    }
  }

  /** Shows long work on the terminal, if there is one; to be closed when it is done. */
  public ProgressDisplay progress() {
    return new ProgressDisplay(terminal ? err : null, columns);
  }
}
