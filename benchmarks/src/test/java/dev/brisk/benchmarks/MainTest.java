package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.Accelerators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  @TempDir Path folder;

  @Test
  void jmh_takesItsOwnOptions() {
    assertThat(Main.execute("jmh", "-l")).isZero();
  }

  @Test
  void prepare_makesBothPrecisions() {
    assertThat(Main.execute("prepare", "tiny")).isZero();
    assertThat(Workload.TINY.present()).isTrue();
  }

  @Test
  void paired_writesResultsWithTheMachine() throws IOException {
    Path result = folder.resolve("result.json");
    int status =
        Main.execute(
            "paired",
            "tiny",
            "bound",
            "raw",
            "--forks=1",
            "--rounds=2",
            "--round-ms=1",
            "--result=" + result);
    assertThat(status).isZero();
    assertThat(Results.JSON.readTree(result.toFile()).findValue("machine").get("java")).isNotNull();
  }

  @Test
  void memory_growsAndLeavesNoFile() throws IOException {
    Path model = folder.resolve("model.onnx");
    Files.copy(Workload.TINY.file(Precision.FP32), model);
    Map<String, Double> facts = LoadMemoryCommand.measure(model);
    assertThat(facts.get("save_peak_mb")).isGreaterThanOrEqualTo(facts.get("start_peak_mb"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).isEqualTo(List.of(model));
    }
  }

  @Test
  void endurance_findsNothingWrong() {
    assumeTrue(Accelerators.available().contains("onednn"), "no oneDNN");
    assertThat(
            Main.execute(
                "endurance", "tiny", "--runs=20", "--compiles=2", "--callers=4", "--seconds=1"))
        .isZero();
  }

  @Test
  void unknownCommand_isAUsageError() {
    assertThat(Main.execute("unknown")).isEqualTo(2);
  }
}
