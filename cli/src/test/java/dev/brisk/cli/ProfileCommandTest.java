package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileCommandTest {
  /** What a sum of rounded decimals may be off by, in microseconds. */
  private static final double ROUNDING = 1e-3;

  @TempDir Path folder;
  private TinyTask tiny;

  @BeforeEach
  void task() throws IOException {
    tiny = TinyTask.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "reference"})
  void json_hasTheDocumentedFields_andAddsUp(String accelerator) {
    Cli run = Cli.run("profile", tiny.file(), "--accelerator", accelerator, "--json");
    JsonNode json = run.succeeds().json();
    JsonNode operators = json.get("operators");
    assertThat(operators).isNotEmpty();
    double sum = 0;
    for (JsonNode operator : operators) {
      assertThat(operator.fieldNames())
          .toIterable()
          .startsWith("name", "type", "accelerator", "share", "ms", "gflops", "gbps", "bound");
      assertThat(operator.get("accelerator").textValue()).isEqualTo(accelerator);
      sum += operator.get("ms").doubleValue();
    }
    double total = json.get("total_ms").doubleValue();
    assertThat(sum).isBetween(0.95 * total, 1.05 * total);
    assertThat(operators.get(operators.size() - 1).get("name").textValue())
        .isEqualTo("runtime overhead");
  }

  @Test
  void text_showsOperatorsAndTypes_andSaysThatInputsAreRandom() {
    Cli run = Cli.run("profile", tiny.model(), "--threads", 1);
    assertThat(run.succeeds().out())
        .contains("Operator", "runtime overhead", "Measured here", "1 threads");
    assertThat(run.err()).contains("tiny.onnx is fed random inputs");
  }

  @Test
  void trace_isNestedOnThreads_andInOrder() throws IOException {
    Path file = folder.resolve("trace.json");
    Cli.run("profile", tiny.file(), "--trace", file).succeeds();
    JsonNode trace = new ObjectMapper().readTree(file.toFile());
    assertThat(trace.get("otherData").get("java").textValue()).isNotBlank();
    Map<Integer, Deque<Double>> open = new HashMap<>();
    Map<String, Integer> requests = new HashMap<>();
    double last = 0;
    for (JsonNode event : trace.get("traceEvents")) {
      String phase = event.get("ph").textValue();
      if (phase.equals("M")) {
        continue;
      }
      double start = event.get("ts").doubleValue();
      assertThat(start).isGreaterThanOrEqualTo(last - ROUNDING);
      last = start;
      if (phase.equals("X")) {
        nest(open.computeIfAbsent(event.get("tid").intValue(), key -> new ArrayDeque<>()), event);
      } else {
        requests.merge(
            event.get("id").textValue() + event.get("name"),
            phase.equals("b") ? 1 : -1,
            Integer::sum);
      }
    }
    assertThat(open).isNotEmpty();
    assertThat(requests.values()).isNotEmpty().containsOnly(0);
  }

  private static void nest(Deque<Double> open, JsonNode event) {
    double start = event.get("ts").doubleValue();
    double end = start + event.get("dur").doubleValue();
    while (!open.isEmpty() && open.element() <= start + ROUNDING) {
      open.pop();
    }
    if (!open.isEmpty()) {
      assertThat(end).isLessThanOrEqualTo(open.element() + ROUNDING);
    }
    assertThat(end - start).isCloseTo(event.get("dur").doubleValue(), within(ROUNDING));
    open.push(end);
  }

  @Test
  void traceThatCannotBeWritten_isRefusedFirst() {
    assertThat(Cli.run("profile", tiny.file(), "--trace", folder).fails(2)).contains("is a folder");
    assertThat(Files.exists(folder.resolve("trace.json"))).isFalse();
  }

  @Test
  void missingModel_isNamed() {
    assertThat(Cli.run("profile", folder.resolve("no.onnx")).fails(2)).contains("no.onnx");
  }
}
