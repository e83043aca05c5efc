package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OptimizeCommandTest {
  @TempDir Path folder;
  private TinyTask task;
  private Path out;

  @BeforeEach
  void makeTask() throws IOException {
    task = TinyTask.in(folder);
    out = folder.resolve("best").resolve("of tiny");
  }

  @Test
  void task_givesModelTuningAndReports() throws IOException {
    JsonNode json =
        Cli.run("optimize", task.file(), "-o", out, "--search-time", "20s", "--json")
            .succeeds()
            .json();
    JsonNode best = json.get("best");
    assertThat(json.get("float").get("precision").asText()).isEqualTo("float32");
    assertThat(json.get("met").asBoolean()).isTrue();
    assertThat(json.get("front")).isNotEmpty();
    assertThat(json.get("reasons")).hasSameSizeAs(json.get("candidates"));
    assertThat(best.get("loss").asDouble()).isLessThanOrEqualTo(0.5);
    assertThat(best.get("metric").asText()).isEqualTo("top1");
    assertThat(Path.of(best.get("model").asText())).isEqualTo(out.resolve("best.onnx"));
    assertThat(Files.size(out.resolve("best.onnx"))).isEqualTo(best.get("bytes").asLong());
    assertThat(Model.load(out.resolve("best.onnx")).tuning().orElseThrow().options().threads())
        .hasValue(best.get("threads").asInt());
    assertThat(out.resolve("report.json")).content().contains("\"front\"", "\"reasons\"");
    assertThat(out.resolve("report.html")).content().contains("Every candidate", "float32");
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void whatCannotBeMet_failsWithTheNearestWritten() {
    Cli run =
        Cli.run("optimize", task.file(), "-o", out, "--search-time", "5s", "--p99", "0.000001");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Nothing keeps to all that was asked for");
    assertThat(out.resolve("best.onnx")).exists();
  }

  @Test
  void modelWithoutTask_isJudgedByNoise() {
    Cli run = Cli.run("optimize", task.model(), "-o", out, "--search-time", "10s").succeeds();
    assertThat(run.err()).contains("No task given");
    assertThat(run.out()).contains("noise");
  }

  @Test
  void wrongArguments_areToldInASentence() {
    assertThat(Cli.run("optimize", task.file(), "-o", out, "--objective", "speed").fails(2))
        .contains("latency, throughput, size");
    assertThat(Cli.run("optimize", task.file(), "-o", out, "--search-time", "soon").fails(2))
        .contains("such as 90s");
    assertThat(Cli.run("optimize", task.file(), "-o", out, "--max-bytes", "big").fails(2))
        .contains("such as 500k");
    assertThat(Cli.run("optimize", task.file(), "-o", out, "--max-loss", "-1").fails(1))
        .contains("must be 0 or more");
  }
}
