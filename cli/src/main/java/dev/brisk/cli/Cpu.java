package dev.brisk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor.
 *
 * @param model its name as the system gives it
 * @param threads how many threads this process may run at once
 * @param features those of its instruction sets that matter to inference, as the system names them
 */
record Cpu(String model, int threads, List<String> features) {
  private static final Path INFO = Path.of("/proc/cpuinfo");

  private static final List<String> OF_INTEREST =
      List.of(
          "sse4_2",
          "avx",
          "f16c",
          "fma",
          "avx2",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "asimd",
          "asimddp",
          "asimdhp",
          "i8mm",
          "bf16",
          "sve",
          "sve2");

  /** What the system tells; on a system that tells nothing, the architecture alone. */
  static Cpu read() {
    int threads = Runtime.getRuntime().availableProcessors();
    List<String> lines = new ArrayList<>();
    try (Stream<String> all = Files.lines(INFO)) {
      all.takeWhile(line -> !line.isBlank()).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      return new Cpu(System.getProperty("os.arch"), threads, List.of());
    }
    String model = value(lines, "model name", System.getProperty("os.arch"));
    String flags = value(lines, "flags", value(lines, "features", ""));
    Set<String> present = new HashSet<>(List.of(flags.split("\\s+")));
    return new Cpu(model, threads, OF_INTEREST.stream().filter(present::contains).toList());
  }

  private static String value(List<String> lines, String key, String otherwise) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(key)) {
        return line.substring(colon + 1).strip();
      }
    }
    return otherwise;
  }
}
