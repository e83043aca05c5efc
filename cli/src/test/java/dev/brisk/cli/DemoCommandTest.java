package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  @TempDir Path folder;

  @Test
  void demo_writesModelsReportAndFigures() throws IOException {
    Path made = folder.resolve("made/by/demo");
    JsonNode json = Cli.run("demo", "-o", made, "--threads", 1, "--json").succeeds().json();
    assertThat(json.fieldNames()).toIterable().containsExactly("float", "best", "front", "reasons");
    assertThat(json.at("/float/value").doubleValue()).isEqualTo(99);
    assertThat(json.at("/best/value").doubleValue()).isGreaterThanOrEqualTo(98.5);
    assertThat(json.at("/float").fieldNames())
        .toIterable()
        .containsExactly(
            "model",
            "precision",
            "accelerator",
            "threads",
            "metric",
            "value",
            "p50_ms",
            "p99_ms",
            "bytes");
    assertThat(json.get("front")).isNotEmpty();
    assertThat(json.get("reasons").toString()).contains("fused integer kernels, 0 on floats");
    assertThat(made.toFile().list())
        .containsExactlyInAnyOrder(
            "digits.json",
            "digits.onnx",
            "digits-test.bin",
            "digits-calibration.bin",
            "digits.int8.onnx",
            "report.html",
            "report.json");
    assertThat(made.resolve("digits.int8.onnx").toFile().length()).isLessThan(400_000);
    assertSelfContained(Files.readString(made.resolve("report.html")));
  }

  private static void assertSelfContained(String page) {
    assertThat(page)
        .contains("<!doctype html>", "prefers-color-scheme: dark", "Layer by layer", "brisk demo")
        .doesNotContain("<script", "<link", "http://", "https://", "@import")
        .doesNotContain("NaN", "null", "%s", "%d");
    assertThat(page.split("src=\""))
        .as("all pictures are inline")
        .allMatch(
            piece -> piece.startsWith("<!doctype") || piece.startsWith("data:image/png;base64,"));
  }
}
