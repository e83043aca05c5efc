package dev.brisk.backend.remote.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the machine that runs while a test needs it. */
public final class Program implements AutoCloseable {
  private final Process process;
  private final BufferedReader printed;

  private Program(Process process) {
    this.process = process;
    this.printed =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The first of the commands that works here; the test is aborted if none does. */
  public static String orAbort(String need, List<String> commands, String... arguments) {
    for (String command : commands) {
      List<String> line = new ArrayList<>(List.of(command));
      line.addAll(Arrays.asList(arguments));
      try {
        Process tried =
            new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        if (tried.waitFor(30, TimeUnit.SECONDS) && tried.exitValue() == 0) {
          return command;
        }
      } catch (IOException e) {
        // It is not there, so the next one is tried.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    assumeTrue(false, "this needs " + need);
    throw new AssertionError(need);
  }

  /** Starts a program, its complaints being those of the test. */
  public static Program start(String... command) {
    try {
      return new Program(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line that it prints. */
  public String line() {
    try {
      String line = printed.readLine();
      if (line == null) {
        throw new IOException("The program has ended: " + process);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as an operator would, and waits until it has ended. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
