package dev.brisk.cli;

import dev.brisk.cli.terminal.Console;
import java.io.PrintStream;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What the process was started in. The launcher says in {@code BRISK_TERMINAL} how wide the
 * terminal behind standard error is, 0 if there is none; started otherwise, the JVM is asked. A
 * terminal that cannot move its cursor gets no progress.
 */
final class Surroundings {
  private static final int USUAL_COLUMNS = 80;

  private Surroundings() {}

  static Console console(PrintStream out, PrintStream err) {
    boolean plain = "dumb".equals(System.getenv("TERM"));
    int columns = plain ? 0 : columns(System.getenv("BRISK_TERMINAL"));
    Console console = new Console(out, err, columns > 0, columns);
    console.verbose(System.getenv("BRISK_DEBUG") != null);
    return console;
  }

  private static int columns(@Nullable String told) {
    try {
      return told == null ? columnsOfJvm() : Integer.parseInt(told);
    } catch (NumberFormatException e) {
      return USUAL_COLUMNS;
    }
  }

  /** Before JDK 22 there is a console only on a terminal; since then it has to be asked. */
  @SuppressWarnings("SystemConsoleNull") // Null before JDK 22; what comes later is asked.
  private static int columnsOfJvm() {
    java.io.Console console = System.console();
    if (console == null) {
      return 0;
    }
    try {
      Method isTerminal = java.io.Console.class.getMethod("isTerminal");
      return Boolean.TRUE.equals(isTerminal.invoke(console)) ? USUAL_COLUMNS : 0;
    } catch (ReflectiveOperationException e) {
      return USUAL_COLUMNS;
    }
  }
}
