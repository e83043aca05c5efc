package dev.brisk.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** What tells the machines apart on which measurements were made. */
public final class Machine {
  private static final Path DESCRIBED = Path.of("/proc/cpuinfo");

  /** How Linux begins the lines that count, on x86 and on Arm. */
  private static final List<String> FACTS =
      List.of("model name", "flags", "Features", "CPU implementer", "CPU variant", "CPU part");

  private Machine() {}

  /** The kind of processor: its architecture, and a checksum of what else the system tells. */
  public static String processor() {
    CRC32C checksum = new CRC32C();
    checksum.update(described().getBytes(StandardCharsets.UTF_8));
    return "%s %08x".formatted(System.getProperty("os.arch", ""), checksum.getValue());
  }

  /** The kind of processor, and how many threads of it this process may use. */
  public static String processors() {
    return Runtime.getRuntime().availableProcessors() + " x " + processor();
  }

  /** The processor, as far as the JVM and its environment tell. */
  private static String described() {
    String processor = System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "");
    if (processor.isEmpty() && Files.isReadable(DESCRIBED)) {
      try (Stream<String> lines = Files.lines(DESCRIBED)) {
        return described(lines);
      } catch (IOException | UncheckedIOException e) {
        return ""; // the same machine may be asked to measure again elsewhere
      }
    }
    return processor;
  }

  /** What tells the first processor of a list by Linux from others. */
  static String described(Stream<String> lines) {
    return lines
        .takeWhile(line -> !line.isBlank())
        .filter(line -> FACTS.stream().anyMatch(line::startsWith))
        .collect(Collectors.joining(" "));
  }
}
