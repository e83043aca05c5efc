package dev.brisk.conformance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program run in a JVM of its own, on the class path of this one unless told otherwise: for what
 * may crash a JVM, ends it, or depends on how it was started. Immutable; each method gives a
 * changed copy.
 */
public final class ChildJvm {
  private static final long PATIENCE_SECONDS = 180;

  /**
   * How the program ended.
   *
   * @param exitCode 0 if it ended well; more than 128 if it was killed by a signal
   * @param output its standard output and standard error
   */
  public record Result(int exitCode, String output) {}

  private final String program;
  private final List<String> options;
  private final Map<String, String> environment;
  private final List<String> place;
  private final List<String> launcher;

  private ChildJvm(
      String program,
      List<String> options,
      Map<String, String> environment,
      List<String> place,
      List<String> launcher) {
    this.program = program;
    this.options = List.copyOf(options);
    this.environment = environment;
    this.place = place;
    this.launcher = launcher;
  }

  /** A program: a class with a main method. */
  public static ChildJvm of(Class<?> program) {
    List<String> place = List.of("-cp", System.getProperty("java.class.path"), program.getName());
    return new ChildJvm(program.getName(), List.of(), Map.of(), place, List.of());
  }

  /** With one more option of the JVM, such as {@code -Xmx1g}. */
  public ChildJvm option(String option) {
    List<String> all = new ArrayList<>(options);
    all.add(option);
    return new ChildJvm(program, all, environment, place, launcher);
  }

  /** With a variable of the environment. */
  public ChildJvm environment(String name, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(name, value);
    return new ChildJvm(program, options, all, place, launcher);
  }

  /** With another class path. */
  public ChildJvm classPath(String path) {
    return new ChildJvm(program, options, environment, List.of("-cp", path, program), launcher);
  }

  /** With the program in a module, on a module path and with no class path. */
  public ChildJvm modulePath(String path, String module) {
    List<String> modular = List.of("--module-path", path, "-m", module + "/" + program);
    return new ChildJvm(program, options, environment, modular, launcher);
  }

  /** Started by another command, which gets the JVM's command line as its last arguments. */
  public ChildJvm startedBy(String... command) {
    return new ChildJvm(program, options, environment, place, List.of(command));
  }

  /**
   * Runs it to its end in an empty folder, where crash reports go, too.
   *
   * @throws IOException if it cannot be started or does not end
   */
  public Result run(String... arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("brisk-child-");
    try {
      return run(folder, arguments);
    } finally {
      delete(folder);
    }
  }

  private Result run(Path folder, String... arguments) throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(
            "%s did not end within %d s; it wrote: %s"
                .formatted(program, PATIENCE_SECONDS, read(output)));
      }
      return new Result(process.exitValue(), read(output));
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(place);
    command.addAll(List.of(arguments));
    return command;
  }

  private static String read(File output) throws IOException {
    return new String(
        Files.readAllBytes(output.toPath()), java.nio.charset.Charset.defaultCharset());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
