package dev.brisk.backend.cpu;

import dev.brisk.KernelTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Reads the profile that ONNX Runtime writes: events in the Chrome trace format, one a line, the
 * nodes of a run before the event of the run itself. Node names stand there without escapes, so the
 * lines are matched, not parsed as JSON.
 */
final class ProfileReader {
  private static final Pattern NODE =
      Pattern.compile(
          "\\{\"cat\" ?: ?\"Node\",.*?\"dur\" ?: ?(\\d+),.*?\"name\" ?: ?\"(.*)_kernel_time\","
              + "\"args\" ?: ?\\{(.*)}},?");
  private static final Pattern RUN =
      Pattern.compile("\\{\"cat\" ?: ?\"Session\",.*\"name\" ?: ?\"model_run\",.*");

  private final Map<List<String>, LongStream.Builder> calls = new LinkedHashMap<>();
  private int runs;

  private ProfileReader() {}

  /**
   * The kernels of all runs but the first, in the order in which they first ran.
   *
   * @param runs how many runs there should be besides the first
   * @throws IOException if the file cannot be read or holds another number of runs
   */
  static List<KernelTime> read(Path profile, int runs) throws IOException {
    ProfileReader reader = new ProfileReader();
    try (BufferedReader lines = Files.newBufferedReader(profile, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.accept(line);
      }
    }
    if (reader.runs != runs + 1) {
      throw new IOException(
          "the profile holds %d runs instead of %d, since it has room for a limited number of events"
              .formatted(Math.max(0, reader.runs - 1), runs));
    }
    return reader.times();
  }

  private void accept(String line) {
    Matcher node = NODE.matcher(line);
    if (RUN.matcher(line).matches()) {
      runs++;
    } else if (runs > 0 && node.matches()) {
      String args = node.group(3);
      calls
          .computeIfAbsent(
              List.of(
                  utf8(node.group(2)),
                  text(args, "op_name"),
                  text(args, "provider"),
                  text(args, "node_index")),
              key -> LongStream.builder())
          .add(Long.parseLong(node.group(1)) * 1000);
    }
  }

  private List<KernelTime> times() {
    List<KernelTime> times = new ArrayList<>();
    calls.forEach(
        (key, nanos) ->
            times.add(KernelTime.of(key.get(0), key.get(1), key.get(2), nanos.build().toArray())));
    return List.copyOf(times);
  }

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String text(String args, String name) {
    Matcher matcher = Pattern.compile('"' + name + "\" ?: ?\"([^\"]*)\"").matcher(args);
    return matcher.find() ? utf8(matcher.group(1)) : "";
  }
}
