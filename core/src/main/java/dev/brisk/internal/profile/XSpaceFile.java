package dev.brisk.internal.profile;

import dev.brisk.KernelRun;
import dev.brisk.Profile;
import dev.brisk.Profile.Operator;
import dev.brisk.RunTrace;
import dev.brisk.internal.protobuf.WireMessage;
import dev.brisk.internal.protobuf.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * XSpace {1: planes}, XPlane {1: id, 2: name, 3: lines, 4: event metadata by id, 5: stat metadata
 * by id}, XLine {1: id, 2: name, 3: start in ns, 4: events, 9: duration in ps, 11: shown name},
 * XEvent {1: metadata, 2: offset in ps, 3: duration in ps}, XEventMetadata {1: id, 2: name,
 * 4: shown name, 5: stats}, XStat {1: metadata, 3: uint64, 5: string}, XStatMetadata {1: id,
 * 2: name}; XSpace {4: host names}. A map is a repeated message {1: key, 2: value}.
 */
/** A profile as an XSpace, the message of which TensorBoard's profiler makes all it shows. */
public final class XSpaceFile {
  private static final long REQUESTS = 0;
  private static final List<String> STATS = List.of("flops", "bytes_accessed", "tf_op", "device");

  private final Profile profile;
  private final Map<Event, Long> ids = new LinkedHashMap<>();
  private final Map<Long, List<Timed>> lines = new TreeMap<>();

  /** What is said once of all events alike; those of the request have no kernel. */
  private record Event(String name, String shown, @Nullable Kernel kernel) {}

  private record Timed(long id, Duration start, Duration taken) {}

  private XSpaceFile(Profile profile) {
    this.profile = profile;
  }

  /** The message. */
  public static WireMessage of(Profile profile, String host) {
    XSpaceFile space = new XSpaceFile(profile);
    space.gather();
    return WireMessage.measure(
        fields -> {
          fields.message(1, space::plane);
          fields.string(4, host);
        });
  }

  private void gather() {
    Map<Long, Long> threads = new LinkedHashMap<>();
    for (RunTrace run : profile.traces()) {
      Duration running = run.start().plus(run.input());
      add(REQUESTS, named("request"), run.start(), run.request());
      add(REQUESTS, named("input"), run.start(), run.input());
      add(REQUESTS, named("run"), running, run.run());
      add(REQUESTS, named("output"), running.plus(run.run()), run.output());
      for (KernelRun call : run.nested()) {
        long line = threads.computeIfAbsent(call.thread(), key -> threads.size() + 1L);
        Kernel kernel = Kernel.of(call);
        Event event = new Event(call.node() + ":" + call.kernel(), call.node(), kernel);
        add(line, event, call.start(), call.taken());
      }
    }
  }

  private static Event named(String name) {
    return new Event(name, name, null);
  }

  private void add(long line, Event event, Duration start, Duration taken) {
    long id = ids.computeIfAbsent(event, key -> ids.size() + 1L);
    lines.computeIfAbsent(line, key -> new ArrayList<>()).add(new Timed(id, start, taken));
  }

  private void plane(WireWriter plane) {
    plane.varint(1, 1);
    plane.string(2, "/host:CPU");
    lines.forEach((number, events) -> plane.message(3, line -> line(line, number, events)));
    ids.forEach((event, id) -> entry(plane, 4, id, value -> metadata(value, event, id)));
    for (int i = 0; i < STATS.size(); i++) {
      long id = i + 1L;
      String name = STATS.get(i);
      entry(
          plane,
          5,
          id,
          value -> {
            value.varint(1, id);
            value.string(2, name);
          });
    }
  }

  private static void entry(WireWriter plane, int field, long key, Consumer<WireWriter> value) {
    plane.message(
        field,
        entry -> {
          entry.varint(1, key);
          entry.message(2, value);
        });
  }

  private static void line(WireWriter line, long number, List<Timed> events) {
    line.varint(1, number);
    line.string(
        2, number == REQUESTS ? "requests" : number == 1 ? "calling thread" : "thread " + number);
    for (Timed event : events) {
      line.message(
          4,
          fields -> {
            fields.varint(1, event.id());
            fields.varint(2, picos(event.start()));
            fields.varint(3, picos(event.taken()));
          });
    }
  }

  private static long picos(Duration time) {
    return Math.multiplyExact(time.toNanos(), 1000L);
  }

  private void metadata(WireWriter value, Event event, long id) {
    value.varint(1, id);
    value.string(2, event.name());
    value.string(4, event.shown());
    Kernel kernel = event.kernel();
    if (kernel == null) {
      return;
    }
    Operator operator = operator(kernel);
    if (operator != null) {
      number(value, 1, operator.operations());
      number(value, 2, operator.bytes());
    }
    text(value, 3, kernel.origin().isEmpty() ? kernel.node() : kernel.origin());
    text(value, 4, kernel.device());
  }

  /** What the profile says of a kernel, if it goes by its name there. */
  private @Nullable Operator operator(Kernel kernel) {
    String name = kernel.origin().isEmpty() ? kernel.node() : kernel.origin();
    return profile.operators().stream()
        .filter(each -> each.type().equals(kernel.type()) && each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static void number(WireWriter value, long stat, long number) {
    value.message(
        5,
        fields -> {
          fields.varint(1, stat);
          fields.varint(3, number);
        });
  }

  private static void text(WireWriter value, long stat, String text) {
    value.message(
        5,
        fields -> {
          fields.varint(1, stat);
          fields.string(5, text);
        });
  }
}
