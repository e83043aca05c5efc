package dev.brisk.cli.profile;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brisk.KernelRun;
import dev.brisk.RunTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes runs in the Trace Event Format that Perfetto and chrome://tracing show: a complete event
 * (X) for each run and kernel, on the thread that called it, one within the other; a request, which
 * lies on no thread, as nestable asynchronous events (b, e). Times are microseconds, ascending.
 */
public final class ChromeTrace {
  private static final int PROCESS = 1;

  private final JsonGenerator json;
  private final Map<Long, Integer> threads = new LinkedHashMap<>();

  private ChromeTrace(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes a file.
   *
   * @param facts such as versions, by name
   */
  public static void write(Path file, List<RunTrace> runs, Map<String, String> facts)
      throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      new ChromeTrace(json).write(runs, facts);
    }
  }

  private void write(List<RunTrace> runs, Map<String, String> facts) throws IOException {
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ms");
    json.writeObjectFieldStart("otherData");
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
    name("process_name", 0, "brisk " + facts.getOrDefault("model", ""));
    for (RunTrace run : runs) {
      run.kernels().forEach(kernel -> number(kernel.thread()));
    }
    for (int thread = 1; thread <= Math.max(1, threads.size()); thread++) {
      name("thread_name", thread, thread == 1 ? "calling thread" : "thread " + thread);
    }
    for (int i = 0; i < runs.size(); i++) {
      request(i + 1, runs.get(i));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private int number(long thread) {
    return threads.computeIfAbsent(thread, key -> threads.size() + 1);
  }

  private void name(String kind, int thread, String value) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", "M");
    json.writeStringField("name", kind);
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", value);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void request(int id, RunTrace run) throws IOException {
    Duration begin = run.start();
    Duration running = begin.plus(run.input());
    Duration ran = running.plus(run.run());
    Duration end = begin.plus(run.request());
    asynchronous("b", "request", id, begin);
    asynchronous("b", "input", id, begin);
    asynchronous("e", "input", id, running);
    int caller = run.kernels().isEmpty() ? 1 : number(run.kernels().get(0).thread());
    complete("run", "run", caller, running, run.run());
    json.writeEndObject();
    kernels(run);
    asynchronous("b", "output", id, ran);
    asynchronous("e", "output", id, end);
    asynchronous("e", "request", id, end);
  }

  private void kernels(RunTrace run) throws IOException {
    for (KernelRun kernel : run.nested()) {
      kernel(kernel, kernel.start(), kernel.end());
    }
  }

  private void kernel(KernelRun kernel, Duration start, Duration end) throws IOException {
    complete(kernel.node(), "kernel", number(kernel.thread()), start, end.minus(start));
    json.writeObjectFieldStart("args");
    json.writeStringField("type", kernel.kernel());
    json.writeStringField("device", kernel.device());
    json.writeStringField("origin", kernel.origin());
    if (kernel.bytes().isPresent()) {
      json.writeNumberField("bytes", kernel.bytes().getAsLong());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void complete(String name, String category, int thread, Duration start, Duration taken)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", "X");
    json.writeStringField("name", name);
    json.writeStringField("cat", category);
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread);
    json.writeNumberField("ts", micros(start));
    json.writeNumberField("dur", micros(taken));
  }

  private void asynchronous(String phase, String name, int id, Duration at) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeStringField("cat", "request");
    json.writeStringField("id", Integer.toString(id));
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", 1);
    json.writeNumberField("ts", micros(at));
    json.writeEndObject();
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1e3;
  }
}
