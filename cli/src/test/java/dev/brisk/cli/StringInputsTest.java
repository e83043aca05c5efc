package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strings cannot be bound, so that such models are measured with tensors for each run. */
final class StringInputsTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void makeModel() {
    GraphBuilder graph = Graph.builder("words");
    String words = graph.input("words", ElementType.STRING, Shape.of(2));
    String number = graph.input("number", ElementType.FLOAT32, Shape.of(2));
    String lower = graph.node("Identity", "same", List.of(words));
    String weight = graph.initializer("w", Tensor.of(new float[] {1, 2}, 2));
    graph.output(lower, ElementType.STRING, Shape.of(2));
    graph.output(
        graph.node("Mul", "product", List.of(number, weight)), ElementType.FLOAT32, Shape.of(2));
    model = folder.resolve("words.onnx");
    Model.of(graph.build(), ModelInfo.of(13)).save(model);
  }

  @Test
  void bench_measures() {
    JsonNode results =
        Cli.run("bench", model, "--seconds", 0.1, "--json").succeeds().json().get("results");
    assertThat(results.get(0).get("p50_ms").asDouble()).isPositive();
  }

  @Test
  void optimize_givesTheFloatModel() {
    JsonNode json =
        Cli.run("optimize", model, "-o", folder.resolve("best"), "--search-time", "10s", "--json")
            .succeeds()
            .json();
    assertThat(json.get("best").get("precision").asText()).isEqualTo("float32");
    assertThat(json.get("float").get("p50_ms").asDouble()).isPositive();
  }

  @Test
  void profile_measures() {
    assertThat(Cli.run("profile", model).succeeds().out()).contains("Mul");
  }
}
