package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SensitivityCommandTest {
  @TempDir Path folder;
  private TinyTask tiny;

  @BeforeEach
  void task() throws IOException {
    tiny = TinyTask.in(folder);
  }

  @Test
  void json_hasTheDocumentedFields() {
    JsonNode json = Cli.run("sensitivity", tiny.file(), "--to", "int8", "--json").succeeds().json();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("precision", "samples", "nodes", "blocks");
    assertThat(json.get("nodes")).isNotEmpty();
    for (JsonNode node : json.get("nodes")) {
      assertThat(node.fieldNames())
          .toIterable()
          .containsExactly("name", "nodes", "macs", "sqnr", "worst", "divergence");
      assertThat(node.get("worst").get("output").textValue()).isEqualTo("y");
    }
  }

  @Test
  void text_showsNodes() {
    Cli run = Cli.run("sensitivity", tiny.file(), "--to", "int8");
    assertThat(run.succeeds().out()).contains("Node", "worst dB", "y[", "Measured on 8 samples");
  }

  @Test
  void quantizerThatMeasuresNone_isRefused() {
    String message = Cli.run("sensitivity", tiny.model(), "--to", "int8-dynamic").fails(2);
    assertThat(message).contains("Quantizer 'int8-dynamic' does not measure sensitivities");
  }
}
