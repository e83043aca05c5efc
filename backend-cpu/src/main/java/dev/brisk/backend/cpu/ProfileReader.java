package dev.brisk.backend.cpu;

import dev.brisk.KernelRun;
import dev.brisk.RunTrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the profile that ONNX Runtime writes: events in the Chrome trace format, one a line, the
 * nodes of a run before the event of the run itself. Node names stand there without escapes, so the
 * lines are matched, not parsed as JSON.
 */
final class ProfileReader {
  private static final Pattern NODE =
      Pattern.compile(
          "\\{\"cat\" ?: ?\"Node\",.*?\"tid\" ?: ?(\\d+),\"dur\" ?: ?(\\d+),\"ts\" ?: ?(\\d+),"
              + ".*?\"name\" ?: ?\"(.*)_kernel_time\",\"args\" ?: ?\\{(.*)}},?");
  private static final Pattern RUN =
      Pattern.compile(
          "\\{\"cat\" ?: ?\"Session\",.*\"dur\" ?: ?(\\d+),\"ts\" ?: ?(\\d+),"
              + ".*\"name\" ?: ?\"model_run\",.*");
  private static final List<String> SIZES =
      List.of("activation_size", "parameter_size", "output_size");

  private final Origins origins;
  private final long shift;
  private final List<Run> runs = new ArrayList<>();
  private List<KernelRun> kernels = new ArrayList<>();

  /** When a caller asked for a run and when it had the outputs, in nanoseconds of one clock. */
  record Request(long start, long end) {}

  private record Run(long start, long nanos, List<KernelRun> kernels) {}

  private ProfileReader(Origins origins, long shift) {
    this.origins = origins;
    this.shift = shift;
  }

  /**
   * The runs that the requests were for, which are the last ones.
   *
   * @param origins tells what the nodes were made of
   * @param start when the profile began, on the clock of the requests
   * @throws IOException if the file cannot be read or holds no more runs than these
   */
  static List<RunTrace> read(Path profile, Origins origins, long start, List<Request> requests)
      throws IOException {
    ProfileReader reader = new ProfileReader(origins, start - requests.get(0).start());
    try (BufferedReader lines = Files.newBufferedReader(profile, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.accept(line);
      }
    }
    int before = reader.runs.size() - requests.size();
    if (before < 1) {
      throw new IOException(
          "the profile holds %d runs instead of %d, since it has room for a limited number of events"
              .formatted(Math.max(0, reader.runs.size() - 1), requests.size()));
    }
    List<RunTrace> traces = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      traces.add(trace(reader.runs.get(before + i), requests.get(i), requests.get(0).start()));
    }
    return traces;
  }

  private static RunTrace trace(Run run, Request request, long origin) {
    return new RunTrace(
        Duration.ofNanos(request.start() - origin),
        Duration.ofNanos(Math.max(0, run.start() - (request.start() - origin))),
        Duration.ofNanos(run.nanos()),
        Duration.ofNanos(Math.max(0, request.end() - origin - run.start() - run.nanos())),
        run.kernels());
  }

  private void accept(String line) {
    Matcher run = RUN.matcher(line);
    if (run.matches()) {
      kernels.sort(
          Comparator.comparing(KernelRun::start)
              .thenComparing(Comparator.comparing(KernelRun::taken).reversed()));
      runs.add(new Run(moment(run.group(2)), nanos(run.group(1)), kernels));
      kernels = new ArrayList<>();
      return;
    }
    Matcher node = NODE.matcher(line);
    if (!runs.isEmpty() && node.matches()) {
      kernels.add(kernel(node, node.group(5)));
    }
  }

  private KernelRun kernel(Matcher node, String args) {
    String name = utf8(node.group(4));
    String type = text(args, "op_name");
    String index = text(args, "node_index");
    return new KernelRun(
        name,
        index.isEmpty() ? 0 : Integer.parseInt(index),
        origins.of(name),
        type,
        text(args, "provider"),
        Long.parseLong(node.group(1)),
        Duration.ofNanos(moment(node.group(3))),
        Duration.ofNanos(nanos(node.group(2))),
        bytes(args));
  }

  private static OptionalLong bytes(String args) {
    long sum = 0;
    for (String name : SIZES) {
      String size = text(args, name);
      if (size.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += Long.parseLong(size);
    }
    return OptionalLong.of(sum);
  }

  private long moment(String micros) {
    return nanos(micros) + shift;
  }

  private static long nanos(String micros) {
    return Long.parseLong(micros) * 1000;
  }

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String text(String args, String name) {
    Matcher matcher = Pattern.compile('"' + name + "\" ?: ?\"([^\"]*)\"").matcher(args);
    return matcher.find() ? utf8(matcher.group(1)) : "";
  }
}
