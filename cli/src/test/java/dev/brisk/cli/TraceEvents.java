package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file in the Trace Event Format, read as strictly as no viewer does: one JSON object without
 * names given twice, each event with the fields of its phase, in the order of time, complete events
 * within each other on their thread, asynchronous ones begun and ended in pairs within each other.
 */
final class TraceEvents {
  /** What a sum of rounded decimals may be off by, in microseconds. */
  private static final double ROUNDING = 1e-3;

  private final JsonNode root;
  private final Set<Integer> named = new HashSet<>();
  private final Map<Integer, Deque<Double>> threads = new HashMap<>();
  private final Map<String, Deque<String>> asynchronous = new HashMap<>();
  private final Map<String, Integer> slices = new HashMap<>();
  private double last;
  private int requests;

  private TraceEvents(JsonNode root) {
    this.root = root;
  }

  static TraceEvents read(Path file) throws IOException {
    ObjectMapper strict =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    TraceEvents events = new TraceEvents(strict.readTree(file.toFile()));
    assertThat(events.root.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("displayTimeUnit", "otherData", "traceEvents");
    assertThat(events.root.get("displayTimeUnit").textValue()).isIn("ms", "ns");
    events.root.get("traceEvents").forEach(events::check);
    assertThat(events.asynchronous.values()).allMatch(Deque::isEmpty);
    assertThat(events.named).containsAll(events.threads.keySet());
    return events;
  }

  private void check(JsonNode event) {
    assertThat(event.get("name").isTextual()).isTrue();
    assertThat(event.get("pid").isInt()).isTrue();
    assertThat(event.get("tid").isInt()).isTrue();
    String phase = event.get("ph").textValue();
    if (phase.equals("M")) {
      assertThat(event.at("/args/name").isTextual()).isTrue();
      named.add(event.get("tid").intValue());
      return;
    }
    double start = event.get("ts").doubleValue();
    assertThat(start).isGreaterThanOrEqualTo(last - ROUNDING);
    last = start;
    switch (phase) {
      case "X" -> complete(event, start);
      case "b" -> open(event).push(event.get("name").textValue());
      case "e" -> assertThat(open(event).pop()).isEqualTo(event.get("name").textValue());
      default -> throw new AssertionError("phase " + phase);
    }
    requests += phase.equals("b") && event.get("name").textValue().equals("request") ? 1 : 0;
  }

  private Deque<String> open(JsonNode event) {
    assertThat(event.get("id").isTextual()).isTrue();
    String scope = event.get("cat").textValue() + " " + event.get("id").textValue();
    return asynchronous.computeIfAbsent(scope, key -> new ArrayDeque<>());
  }

  private void complete(JsonNode event, double start) {
    double end = start + event.get("dur").doubleValue();
    assertThat(end).isGreaterThanOrEqualTo(start);
    slices.merge(event.get("cat").textValue(), 1, Integer::sum);
    Deque<Double> around =
        threads.computeIfAbsent(event.get("tid").intValue(), key -> new ArrayDeque<>());
    while (!around.isEmpty() && around.element() <= start + ROUNDING) {
      around.pop();
    }
    if (!around.isEmpty()) {
      assertThat(end).isLessThanOrEqualTo(around.element() + ROUNDING);
    }
    around.push(end);
  }

  List<String> otherData() {
    List<String> names = new ArrayList<>();
    root.get("otherData").fieldNames().forEachRemaining(names::add);
    return names;
  }

  Set<Integer> threads() {
    return threads.keySet();
  }

  int requests() {
    return requests;
  }

  /** The complete events of a category. */
  int slices(String category) {
    return slices.getOrDefault(category, 0);
  }
}
