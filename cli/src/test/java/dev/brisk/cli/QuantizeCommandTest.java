package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuantizeCommandTest {
  private static final String ANY_SPEED = "--set=speed=any";

  @TempDir Path folder;
  @TempDir Path results;
  private TinyTask tiny;

  @BeforeEach
  void task() throws IOException {
    tiny = TinyTask.in(folder);
  }

  @Test
  void json_hasTheDocumentedFields() throws IOException {
    Path out = results.resolve("tiny.int8.onnx");
    JsonNode json =
        Cli.run("quantize", tiny.file(), "--to", "int8", ANY_SPEED, "-o", out, "--json")
            .succeeds()
            .json();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "output",
            "bytes_in",
            "bytes_out",
            "macs_share",
            "kept_float",
            "precisions",
            "nodes",
            "findings",
            "decisions",
            "warnings",
            "seconds");
    assertThat(json.get("output").textValue()).isEqualTo(out.toString());
    assertThat(json.get("bytes_in").longValue()).isEqualTo(Files.size(tiny.model()));
    assertThat(json.get("bytes_out").longValue()).isEqualTo(Files.size(out));
    assertThat(json.get("macs_share").doubleValue()).isEqualTo(1);
    assertThat(json.get("kept_float")).isEmpty();
    assertThat(json.at("/precisions/int8").longValue()).isEqualTo(1);
    assertThat(json.at("/nodes/0/node").textValue()).isEqualTo("y");
    assertThat(json.at("/nodes/0/error_of").textValue()).isEqualTo("result");
    assertThat(json.at("/nodes/0/sqnr_after").doubleValue()).isGreaterThan(10);
    assertThat(json.at("/nodes/0/sqnr_before").doubleValue()).isGreaterThan(10);
    assertThat(results.toFile().list()).containsExactly("tiny.int8.onnx");
    assertThat(Cli.run("evaluate", tiny.file(), "--model", out).succeeds().out())
        .startsWith("top1 ");
  }

  @Test
  void excludedNode_isReported() {
    Path out = results.resolve("o.onnx");
    JsonNode json =
        Cli.run(
                "quantize",
                tiny.file(),
                "--to=int8",
                ANY_SPEED,
                "-o",
                out,
                "--exclude",
                "y",
                "--json")
            .succeeds()
            .json();
    assertThat(json.at("/kept_float/0/node").textValue()).isEqualTo("y");
    assertThat(json.at("/kept_float/0/reason").textValue()).isNotBlank();
    assertThat(json.get("macs_share").doubleValue()).isZero();
  }

  @Test
  void report_isAPageOfItsOwn() throws IOException {
    Path out = results.resolve("o.onnx");
    Path page = results.resolve("o.html");
    Cli run =
        Cli.run("quantize", tiny.file(), "--to=int8", ANY_SPEED, "-o", out, "--report", page)
            .succeeds();
    assertThat(run.out()).contains("signal over noise of results", "The whole story: " + page);
    assertThat(Files.readString(page))
        .contains("tiny.onnx in int8", "as written", "--report " + page, "<figure");
  }

  @Test
  void modelWithoutTask_isCalibratedOnRandomInputs() {
    Path out = results.resolve("o.onnx");
    Cli run = Cli.run("quantize", tiny.model(), "--to", "int8", ANY_SPEED, "-o", out).succeeds();
    assertThat(run.err()).contains("random inputs");
    assertThat(run.out()).contains("Wrote " + out);
  }

  @Test
  void output_mayBeTheModelItself() throws IOException {
    byte[] before = Files.readAllBytes(tiny.model());
    Cli.run("quantize", tiny.model(), "--to", "int8", ANY_SPEED, "-o", tiny.model()).succeeds();
    assertThat(Files.readAllBytes(tiny.model())).isNotEqualTo(before);
    assertThat(Cli.run("evaluate", tiny.file()).succeeds().out()).startsWith("top1 ");
  }

  @Test
  void output_isDeterministic() throws IOException {
    Path one = results.resolve("one.onnx");
    Path two = results.resolve("two.onnx");
    Cli.run("quantize", tiny.file(), "--to", "int8", ANY_SPEED, "-o", one).succeeds();
    Cli.run("quantize", tiny.file(), "--to", "int8", ANY_SPEED, "-o", two, "--threads", 1)
        .succeeds();
    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
  }

  @Test
  void cache_isFilled_andChangesNoByte() throws IOException {
    Path plain = results.resolve("plain.onnx");
    Path cached = results.resolve("cached.onnx");
    Path cache = results.resolve("cache");
    Cli.run("quantize", tiny.file(), "--to", "int8", ANY_SPEED, "-o", plain).succeeds();
    for (int i = 0; i < 2; i++) {
      Cli.run("quantize", tiny.file(), "--to=int8", ANY_SPEED, "-o", cached, "--cache", cache)
          .succeeds();
      assertThat(Files.mismatch(plain, cached)).isEqualTo(-1);
      assertThat(cache).isDirectoryContaining("glob:**.calibration");
    }
  }

  @Test
  void speed_isMeasuredAndTheDecisionCanBeRepeated() throws IOException {
    Path one = results.resolve("one.onnx");
    Path two = results.resolve("two.onnx");
    Path three = results.resolve("three.onnx");
    String memory = "--set=decisions=" + folder.resolve("memory");
    Cli first = Cli.run("quantize", tiny.file(), "--to", "int8", memory, "-o", one, "--json");
    JsonNode json = first.succeeds().json();
    assertThat(json.at("/findings/0").textValue()).startsWith("A run with one thread took ");
    Cli.run("quantize", tiny.file(), "--to", "int8", memory, "-o", two).succeeds();
    String decided = "--set=speed=" + json.at("/decisions/speed").textValue();
    Cli.run("quantize", tiny.file(), "--to", "int8", decided, "-o", three).succeeds();
    assertThat(Files.readAllBytes(two)).isEqualTo(Files.readAllBytes(one));
    assertThat(Files.readAllBytes(three)).isEqualTo(Files.readAllBytes(one));
  }

  @Test
  void outputInFolderThatIsNot_isRefused() {
    Cli run = Cli.run("quantize", tiny.file(), "--to", "int8", "-o", results.resolve("no/o.onnx"));
    assertThat(run.fails(2)).startsWith("There is no folder " + results.resolve("no"));
    assertThat(results).isEmptyDirectory();
  }
}
