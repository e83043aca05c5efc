package dev.brisk.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.brisk.KernelRun;
import dev.brisk.Profile;
import dev.brisk.Profile.Pauses;
import dev.brisk.Profile.Request;
import dev.brisk.Roofline;
import dev.brisk.Roofline.Bound;
import dev.brisk.RunTrace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class XSpaceFileTest {
  private static Duration micros(int micros) {
    return Duration.ofNanos(micros * 1000L);
  }

  private static KernelRun call(String node, String origin, int thread, int start, int taken) {
    return new KernelRun(
        node, 0, origin, "Conv", "cpu", thread, micros(start), micros(taken), OptionalLong.empty());
  }

  /** Two runs: a kernel within another that sticks out, and one on another thread. */
  private static Profile profile() {
    RunTrace first =
        new RunTrace(
            micros(0),
            micros(10),
            micros(100),
            micros(5),
            List.of(
                call("a_nchwc", "a", 77, 10, 60),
                call("b", "b", 77, 20, 55),
                call("c", "c", 78, 30, 20)));
    RunTrace second =
        new RunTrace(
            micros(200), micros(10), micros(50), micros(5), List.of(call("c", "c", 78, 220, 20)));
    Profile.Operator operator =
        new Profile.Operator(
            "a",
            "Conv",
            "cpu",
            List.of("a"),
            1,
            micros(60),
            0.6,
            8,
            9,
            10,
            false,
            Bound.COMPUTE,
            0.5);
    return new Profile(
        "some",
        1,
        2,
        micros(100),
        List.of(operator),
        new Request(micros(10), micros(100), micros(5)),
        new Roofline(1, 1, List.of(), Duration.ZERO),
        0,
        new Pauses(0, Duration.ZERO),
        List.of(),
        List.of(first, second));
  }

  private static Message plane() throws Exception {
    byte[] bytes = XSpaceFile.of(profile(), "here").toBytes().toByteArray();
    Message space = XSpaceSchema.parse(bytes);
    assertThat(space.getUnknownFields().asMap()).isEmpty();
    assertThat(XSpaceSchema.get(space, "hostnames")).isEqualTo(List.of("here"));
    return XSpaceSchema.all(space, "planes").get(0);
  }

  @Test
  void lines_areRequestsAndThreads() throws Exception {
    Message plane = plane();
    assertThat(XSpaceSchema.get(plane, "name")).isEqualTo("/host:CPU");
    assertThat(XSpaceSchema.all(plane, "lines"))
        .extracting(line -> XSpaceSchema.get(line, "name"))
        .containsExactly("requests", "calling thread", "thread 2");
    assertThat(XSpaceSchema.all(plane, "lines"))
        .extracting(line -> XSpaceSchema.all(line, "events").size())
        .containsExactly(8, 2, 2);
  }

  @Test
  void events_areNestedAndKnown() throws Exception {
    Message plane = plane();
    Map<Object, Message> events = values(plane, "event_metadata");
    for (Message line : XSpaceSchema.all(plane, "lines")) {
      Deque<Long> open = new ArrayDeque<>();
      for (Message event : XSpaceSchema.all(line, "events")) {
        assertThat(events).containsKey(XSpaceSchema.get(event, "metadata_id"));
        long start = (Long) XSpaceSchema.get(event, "offset_ps");
        long end = start + (Long) XSpaceSchema.get(event, "duration_ps");
        while (!open.isEmpty() && open.element() <= start) {
          open.pop();
        }
        assertThat(open.isEmpty() || end <= open.element()).isTrue();
        open.push(end);
      }
    }
  }

  @Test
  void operators_haveTheirWorkAsStatistics() throws Exception {
    Message plane = plane();
    Map<Object, Message> names = values(plane, "stat_metadata");
    Message kernel =
        values(plane, "event_metadata").values().stream()
            .filter(event -> XSpaceSchema.get(event, "name").equals("a_nchwc:Conv"))
            .findFirst()
            .orElseThrow();
    List<String> told = new ArrayList<>();
    for (Message stat : XSpaceSchema.all(kernel, "stats")) {
      Object name = XSpaceSchema.get(names.get(XSpaceSchema.get(stat, "metadata_id")), "name");
      String text = (String) XSpaceSchema.get(stat, "str_value");
      told.add(name + "=" + (text.isEmpty() ? XSpaceSchema.get(stat, "uint64_value") : text));
    }
    assertThat(told).containsExactly("flops=9", "bytes_accessed=10", "tf_op=a", "device=cpu");
  }

  private static Map<Object, Message> values(Message plane, String map) {
    Map<Object, Message> values = new HashMap<>();
    for (Message entry : XSpaceSchema.all(plane, map)) {
      Message value = (Message) XSpaceSchema.get(entry, "value");
      assertThat(XSpaceSchema.get(entry, "key")).isEqualTo(XSpaceSchema.get(value, "id"));
      values.put(XSpaceSchema.get(entry, "key"), value);
    }
    return values;
  }
}
