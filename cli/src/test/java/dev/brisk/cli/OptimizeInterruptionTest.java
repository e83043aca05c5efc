package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brisk.Accelerators;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What Ctrl-C leaves of a search, by real processes that get the signal. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no signals that a test can send")
final class OptimizeInterruptionTest {
  /** As the kernel writes signals that a process ignores: of SIGINT, the second bit. */
  private static final long INTERRUPTS = 2;

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void choosePlace() {
    out = folder.resolve("best");
  }

  @Test
  void halfWay_leavesTheBestSoFar_andAReportThatSaysSo() throws Exception {
    JsonNode report = interruptedWhile("making int4-gptq");
    assertThat(report.get("candidates"))
        .anyMatch(
            it ->
                it.get("precision").asText().equals("int8")
                    && !it.get("reason").asText().contains("ended before"))
        .anyMatch(it -> it.get("reason").asText().equals("The search ended before it was tried"));
  }

  @Test
  void beforeAnyForm_leavesTheFloatModel_andAReportThatSaysSo() throws Exception {
    JsonNode report = interruptedWhile("making int8");
    assertThat(report.get("best").get("precision").asText()).isEqualTo("float32");
    assertThat(report.get("candidates"))
        .anyMatch(it -> it.get("reason").asText().equals("The search ended before it was tried"));
  }

  private JsonNode interruptedWhile(String stage) throws IOException, InterruptedException {
    Process process = optimize(TinyTask.in(folder));
    try {
      waitFor(stage, process.getErrorStream());
      interrupt(process);
      process.getErrorStream().transferTo(OutputStream.nullOutputStream());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertRuns();
    assertThat(out.resolve("report.html")).content().contains("this is the best found until then");
    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(report.get("stopped").asText()).isEqualTo("It was cancelled");
    return report;
  }

  private Process optimize(TinyTask task) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "optimize",
            task.file().toString(),
            "-o",
            out.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(Map.of("BRISK_TERMINAL", "120", "TERM", "xterm"));
    return builder.start();
  }

  private static void waitFor(String stage, InputStream progress) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] bytes = new byte[4096];
    int count = progress.read(bytes);
    while (count >= 0) {
      text.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
      if (text.indexOf(stage) >= 0) {
        return;
      }
      count = progress.read(bytes);
    }
    assertThat(text).contains(stage);
  }

  /** As Ctrl-C does; where the process was made to ignore that, as it is told to end. */
  private static void interrupt(Process process) throws IOException, InterruptedException {
    String signal = ignoresInterrupts(process) ? "-TERM" : "-INT";
    int status = new ProcessBuilder("kill", signal, process.pid() + "").start().waitFor();
    assertThat(status).isZero();
  }

  private static boolean ignoresInterrupts(Process process) throws IOException {
    Path state = Path.of("/proc", process.pid() + "", "status");
    if (!Files.exists(state)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(state)) {
      String ignored = lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
      return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & INTERRUPTS) != 0;
    }
  }

  private void assertRuns() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "best.onnx", "best.onnx.brisk.json", "report.json", "report.html");
    }
    Model best = Model.load(out.resolve("best.onnx"));
    try (Executable executable = Accelerators.best().compile(best)) {
      assertThat(executable.run(Tensor.of(new float[4], 1, 4))).hasSize(1);
    }
  }
}
