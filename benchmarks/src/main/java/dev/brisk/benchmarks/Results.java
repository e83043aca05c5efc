package dev.brisk.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements as JSON with the facts of the machine. */
final class Results {
  static final ObjectMapper JSON = new ObjectMapper();

  private Results() {}

  /** Writes measurements; {@code results} is anything that Jackson can write. */
  static void write(Path file, List<String> command, Object results) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("command", String.join(" ", command));
    all.put("machine", Machine.facts());
    all.put("results", results);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
  }
}
