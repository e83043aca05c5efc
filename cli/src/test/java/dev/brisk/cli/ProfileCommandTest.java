package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileCommandTest {
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
  void trace_isAsTheFormatSays() throws IOException {
    Path file = folder.resolve("trace.json");
    Cli.run("profile", tiny.file(), "--trace", file).succeeds();
    TraceEvents events = TraceEvents.read(file);
    assertThat(events.otherData()).contains("model", "accelerator", "brisk", "java", "clock");
    assertThat(events.threads()).isNotEmpty();
    assertThat(events.requests()).isGreaterThanOrEqualTo(3);
    assertThat(events.slices("run")).isEqualTo(events.requests());
    assertThat(events.slices("kernel")).isGreaterThanOrEqualTo(events.requests());
  }

  @Test
  void xplane_liesWhereTensorBoardLooks() {
    Path logs = folder.resolve("logs");
    Cli run = Cli.run("profile", tiny.file(), "--xplane", logs);
    assertThat(run.succeeds().out()).contains("tensorboard --logdir");
    assertThat(logs.resolve("plugins/profile/tiny.onnx/localhost.xplane.pb")).isNotEmptyFile();
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
