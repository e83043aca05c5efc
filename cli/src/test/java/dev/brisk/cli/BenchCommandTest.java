package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BenchCommandTest {
  @TempDir Path folder;
  private TinyTask tiny;

  @BeforeEach
  void task() throws IOException {
    tiny = TinyTask.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "single-stream", "server", "offline"})
  void json_hasTheDocumentedFields(String scenario) {
    Cli run =
        Cli.run(
            "bench", tiny.file(), tiny.model(), "--scenario", scenario, "--seconds", 0.1, "--json");
    JsonNode results = run.succeeds().json().get("results");
    assertThat(results).hasSize(2).allSatisfy(BenchCommandTest::assertComplete);
    assertThat(run.err()).contains("tiny.onnx is fed random inputs, free dimensions being 1");
  }

  private static void assertComplete(JsonNode line) {
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly(
            "model",
            "accelerator",
            "threads",
            "p50_ms",
            "p90_ms",
            "p99_ms",
            "throughput",
            "bytes_per_run",
            "qps",
            "queue_p50_ms",
            "queue_p99_ms",
            "percentile",
            "estimate_ms",
            "valid",
            "reason");
    assertThat(line.get("p50_ms").doubleValue()).isPositive();
    assertThat(line.get("p90_ms").doubleValue())
        .isGreaterThanOrEqualTo(line.get("p50_ms").doubleValue());
    assertThat(line.get("p99_ms").doubleValue())
        .isGreaterThanOrEqualTo(line.get("p90_ms").doubleValue());
    assertThat(line.get("throughput").doubleValue()).isPositive();
    assertThat(line.get("bytes_per_run").doubleValue()).isNotNegative();
    assertThat(line.get("threads").intValue()).isPositive();
  }

  @Test
  void server_servesTheRateAsked_andTellsOfTheBound() {
    JsonNode line = server("--qps", 2000, "--p99", 10_000, "--seed", 7);
    assertThat(line.get("qps").doubleValue()).isEqualTo(2000);
    assertThat(line.get("percentile").doubleValue()).isEqualTo(99);
    assertThat(line.get("valid").booleanValue()).isTrue();
    assertThat(line.get("reason").textValue()).isEmpty();
    assertThat(line.get("estimate_ms").doubleValue())
        .isGreaterThanOrEqualTo(line.get("p99_ms").doubleValue());
    assertThat(line.get("queue_p99_ms").doubleValue())
        .isBetween(0.0, line.get("p99_ms").doubleValue());
  }

  @Test
  void bounds_thatNoRunCanKeep_areNotValid() {
    JsonNode line = server("--qps", 2000, "--p99", 1e-6);
    assertThat(line.get("valid").booleanValue()).isFalse();
    assertThat(line.get("reason").textValue()).contains("queries took more than");
  }

  @Test
  void boundAlone_hasTheRateSearched() {
    JsonNode line = server("--p99", 10_000);
    assertThat(line.get("valid").booleanValue()).isTrue();
    assertThat(line.get("qps").doubleValue()).isPositive();
  }

  private JsonNode server(Object... arguments) {
    List<Object> all =
        new ArrayList<>(List.of("bench", tiny.model(), "--scenario", "server", "--seconds", 0.1));
    all.addAll(List.of(arguments));
    all.add("--json");
    return Cli.run(all.toArray()).succeeds().json().get("results").get(0);
  }

  @Test
  void rates_areForServersOnly() {
    assertThat(Cli.run("bench", tiny.model(), "--qps", 5).fails(2)).contains("--scenario server");
    assertThat(Cli.run("bench", tiny.model(), "--scenario", "server", "--p99", -1).fails(2))
        .contains("must be more than 0");
    assertThat(Cli.run("bench", tiny.model(), "--scenario", "server", "--qps", 1e8).fails(2))
        .contains("at most 10000000 queries, but is 300000000");
  }

  @Test
  void text_comparesWithTheFirst() {
    String text =
        Cli.run(
                "bench",
                tiny.file(),
                folder.resolve("inverse.onnx"),
                "--seconds",
                0.1,
                "--threads",
                1)
            .succeeds()
            .out();
    assertThat(text).contains("tiny.onnx", "inverse.onnx", "p99", " x (", "90 %-ile");
  }

  @Test
  void accelerators_areContendersEach() {
    Cli run =
        Cli.run(
            "bench",
            tiny.file(),
            "--accelerators",
            "onnxruntime,onnxruntime",
            "--seconds",
            0.1,
            "--json");
    assertThat(run.succeeds().json().get("results")).hasSize(2);
  }

  @Test
  void batch_isRunAtOnce() {
    Cli run = Cli.run("bench", tiny.file(), "--batch", 4, "--seconds", 0.1, "--json");
    assertThat(run.succeeds().json().get("results")).hasSize(1);
  }

  @Test
  void batch_leavesInputsWithoutDimensionsAsTheyAre() {
    GraphBuilder graph = Graph.builder("scaled");
    Shape batches = Shape.of(Shape.FREE, 4);
    graph.input("x", ElementType.FLOAT32, batches);
    graph.input("factor", ElementType.FLOAT32, Shape.scalar());
    graph.node("Mul", "y", List.of("x", "factor"));
    graph.output("y", ElementType.FLOAT32, batches);
    Path file = folder.resolve("scaled.onnx");
    Model.of(graph.build(), ModelInfo.of(13)).save(file);
    Cli.run("bench", file, "--batch", 4, "--seconds", 0.1, "--json").succeeds();
  }

  @Test
  void unknownAccelerator_isRefused() {
    assertThat(Cli.run("bench", tiny.file(), "--accelerators", "abacus").fails(2))
        .startsWith("There is no accelerator 'abacus'")
        .contains("onnxruntime");
  }

  @Test
  void modelsOfOneName_areToldApartByTheirPaths() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other")).resolve("tiny.onnx");
    Files.copy(tiny.model(), other);
    JsonNode results =
        Cli.run("bench", tiny.model(), other, "--seconds", 0.1, "--json")
            .succeeds()
            .json()
            .get("results");
    assertThat(results.at("/0/model").textValue()).isEqualTo(tiny.model().toString());
    assertThat(results.at("/1/model").textValue()).isEqualTo(other.toString());
  }
}
