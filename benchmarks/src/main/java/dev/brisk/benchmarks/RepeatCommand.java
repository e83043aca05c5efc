package dev.brisk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Quantizes a task's model again and again in JVMs of their own, and tells whether all give the
 * same bytes: a second time, with one processor, on other JDKs, and killed at random moments and
 * begun again with the cache.
 */
@Command(name = "repeat", description = "Whether quantizing gives the same bytes every time")
final class RepeatCommand implements Callable<Integer> {
  private static final String COMMAND_LINE = "dev.brisk.cli.Main";

  @Parameters(arity = "1..*", description = "Task files or models")
  private List<Path> tasks = List.of();

  @Option(names = "--to", description = "Precision; int8 if not given")
  private String precision = "int8";

  @Option(names = "--set", description = "A setting of the quantizer, such as speed=any")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--java", description = "Home of another JDK; may be given several times")
  private List<Path> others = new ArrayList<>();

  @Option(names = "--kills", description = "How often it is killed; 5 if not given")
  private int kills = 5;

  @Option(names = "--seed", description = "Of the moments; 1 if not given")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean same = true;
    for (Path task : tasks) {
      Path folder = Files.createTempDirectory("brisk-repeat");
      try {
        same &= new Trial(task, folder).run();
      } finally {
        delete(folder);
      }
    }
    return same ? 0 : 1;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private final class Trial {
    private final Path task;
    private final Path folder;
    private final Path first;
    private boolean same = true;

    Trial(Path task, Path folder) {
      this.task = task;
      this.folder = folder;
      this.first = folder.resolve("first.onnx");
    }

    boolean run() throws IOException, InterruptedException {
      Path home = Path.of(System.getProperty("java.home"));
      long start = System.nanoTime();
      finish(start(home, List.of(), first, null));
      long millis = Math.max(1, (System.nanoTime() - start) / 1_000_000);
      System.out.printf(
          "%s to %s, %d bytes, %.1f s%n", task, precision, Files.size(first), millis / 1e3);
      compare("again", home, List.of());
      compare("on one processor", home, List.of("-XX:ActiveProcessorCount=1"));
      for (Path other : others) {
        compare("on " + other.getFileName(), other, List.of());
      }
      if (kills > 0) {
        killed(home, millis);
      }
      return same;
    }

    private void compare(String how, Path home, List<String> options)
        throws IOException, InterruptedException {
      Path file = folder.resolve("other.onnx");
      finish(start(home, options, file, null));
      tell(how, file);
    }

    private void killed(Path home, long millis) throws IOException, InterruptedException {
      Random random = new Random(seed);
      Path file = folder.resolve("killed.onnx");
      int alive = 0;
      for (int i = 0; i < kills; i++) {
        Process process = start(home, List.of(), file, folder.resolve("cache"));
        if (!process.waitFor(1 + random.nextLong(millis), TimeUnit.MILLISECONDS)) {
          alive++;
        }
        process.destroyForcibly().waitFor();
      }
      finish(start(home, List.of(), file, folder.resolve("cache")));
      tell("killed %d of %d times".formatted(alive, kills), file);
    }

    private void tell(String how, Path file) throws IOException {
      long place = Files.mismatch(first, file);
      same &= place < 0;
      System.out.printf("  %-30s %s%n", how, place < 0 ? "the same" : "other from byte " + place);
    }

    private Process start(Path home, List<String> options, Path output, @Nullable Path cache)
        throws IOException {
      List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
      command.addAll(options);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), COMMAND_LINE));
      command.addAll(List.of("quantize", task.toString(), "--to", precision));
      command.addAll(List.of("-o", output.toString(), "--json"));
      settings.forEach(setting -> command.addAll(List.of("--set", setting)));
      if (cache != null) {
        command.addAll(List.of("--cache", cache.toString()));
      }
      Path log = folder.resolve("log");
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    }

    private void finish(Process process) throws IOException, InterruptedException {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "Quantizing %s ended with %d: %s"
                .formatted(task, status, Files.readString(folder.resolve("log"))));
      }
    }
  }
}
