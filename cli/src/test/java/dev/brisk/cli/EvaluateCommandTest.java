package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvaluateCommandTest {
  @TempDir Path folder;
  private TinyTask tiny;

  @BeforeEach
  void task() throws IOException {
    tiny = TinyTask.in(folder);
  }

  @Test
  void json_hasTheDocumentedFields() {
    JsonNode json = Cli.run("evaluate", tiny.file(), "--json").succeeds().json();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("metric", "value", "n", "accelerator");
    assertThat(json.get("metric").textValue()).isEqualTo("top1");
    assertThat(json.get("value").doubleValue()).isEqualTo(75);
    assertThat(json.get("n").intValue()).isEqualTo(32);
    assertThat(json.get("accelerator").textValue()).isEqualTo("onnxruntime");
  }

  @Test
  void model_takesThePlaceOfTheTasksOwn() {
    Cli run = Cli.run("evaluate", tiny.file(), "--model", folder.resolve("inverse.onnx"));
    assertThat(run.succeeds().out()).startsWith("top1 25.00 %: inverse.onnx on 32 samples");
  }

  @Test
  void limit_takesTheFirst() {
    JsonNode json = Cli.run("evaluate", tiny.file(), "--limit", 4, "--json").succeeds().json();
    assertThat(json.get("n").intValue()).isEqualTo(4);
    assertThat(json.get("value").doubleValue()).isEqualTo(75);
  }

  @Test
  void agreement_comparesWithTheTasksOwnModel() throws IOException {
    Path task = tiny.changed("top1", "agreement");
    Path other = folder.resolve("inverse.onnx");
    assertThat(Cli.run("evaluate", task).succeeds().out()).startsWith("agreement 100.00 %");
    assertThat(Cli.run("evaluate", task, "--model", other).succeeds().out())
        .startsWith("agreement 0.00 %")
        .contains("Compared with the task's own model, tiny.onnx");
  }

  @Test
  void outputsOfAnotherSize_cannotBeCompared() throws IOException {
    GraphBuilder graph = Graph.builder("wide");
    graph.input("x", ElementType.FLOAT32, Shape.of(-1, 4));
    graph.output(graph.node("Relu", "y", List.of("x")), ElementType.FLOAT32, Shape.of(-1, 4));
    Path wide = folder.resolve("wide.onnx");
    Model.of(graph.build(), ModelInfo.of(13)).save(wide);
    Cli run = Cli.run("evaluate", tiny.changed("top1", "mse"), "--model", wide);
    assertThat(run.fails(1))
        .isEqualTo(
            "The models cannot be compared: for record 8 one gives 4 values and the task's own 2");
  }

  @Test
  void threads_changeNothing() {
    assertThat(Cli.run("evaluate", tiny.file(), "--threads", 1).succeeds().out())
        .startsWith("top1 75.00 %");
  }

  @ParameterizedTest
  @CsvSource({
    "kws_dscnn_mlperf, 91.11",
    "mnist_cntk, 98.91",
    "transformer_trec, 88.8",
    "vww_mobilenet_v1_0.25_96_mlperf, 83.33",
    "yolox_nano_416_op13, 40.26",
  })
  void floatFigure_isThatOfAnIndependentImplementation(String name, double expected) {
    Path task = SharedFiles.require("tasks/" + name + ".json");
    JsonNode json = Cli.run("evaluate", task, "--json").succeeds().json();
    assertThat(json.get("value").doubleValue()).isCloseTo(expected, within(0.01));
  }
}
