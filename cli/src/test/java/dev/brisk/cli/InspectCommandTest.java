package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
  @TempDir Path folder;

  @Test
  void json_hasTheDocumentedFields() throws IOException {
    TinyTask tiny = TinyTask.in(folder);
    JsonNode json = Cli.run("inspect", tiny.model(), "--json").succeeds().json();
    assertThat(json.at("/inputs/0/name").textValue()).isEqualTo("x");
    assertThat(json.at("/inputs/0/type").textValue()).isEqualTo("float32");
    assertThat(json.at("/inputs/0/shape")).hasToString("[\"batch\",4]");
    assertThat(json.at("/outputs/0/name").textValue()).isEqualTo("y");
    assertThat(json.get("operators")).hasToString("{\"Gemm\":1}");
    assertThat(json.get("parameters").longValue()).isEqualTo(4 * 2 + 2);
    assertThat(json.get("flops").longValue()).isEqualTo(2 * 4 * 2);
    assertThat(json.get("bytes").longValue()).isEqualTo(Files.size(tiny.model()));
  }

  @Test
  void text_countsOfARealModel() {
    Path model = SharedFiles.require("models/mobilenet_v1_0.25_224.onnx");
    String text = Cli.run("inspect", model).succeeds().out();
    assertThat(text).contains("input float32[N,3,224,224]", "BatchNormalization", "476 k");
  }

  @Test
  void task_meansItsModel() throws IOException {
    TinyTask tiny = TinyTask.in(folder);
    assertThat(Cli.run("inspect", tiny.file()).succeeds().out())
        .isEqualTo(Cli.run("inspect", tiny.model()).succeeds().out());
  }
}
