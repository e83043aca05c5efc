package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class DoctorCommandTest {
  @Test
  void json_hasTheDocumentedFields() {
    JsonNode json = Cli.run("doctor", "--json").succeeds().json();
    assertThat(json.fieldNames()).toIterable().containsExactly("accelerators", "cpu", "java");
    assertThat(json.get("accelerators"))
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              assertThat(entry.fieldNames())
                  .toIterable()
                  .containsExactly("name", "available", "detail");
              assertThat(entry.get("detail").textValue()).isNotBlank();
            });
    assertThat(json.at("/java/version").textValue()).isEqualTo(System.getProperty("java.version"));
    assertThat(json.at("/cpu/threads").intValue()).isPositive();
  }

  @Test
  void text_listsAccelerators() {
    Cli run = Cli.run("doctor").succeeds();
    assertThat(run.out()).contains("onnxruntime", "CPU", "Java");
    assertThat(run.err()).isEmpty();
  }
}
