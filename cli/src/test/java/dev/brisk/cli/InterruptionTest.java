package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.BriskException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InterruptionTest {
  @TempDir Path folder;

  /** A process told to end removes what it has not finished, even where its work does not stop. */
  @ParameterizedTest
  @ValueSource(strings = {"willing", "stubborn"})
  void processToldToEnd_leavesNothing(String temper) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(SlowWriter.class, Interruption.class, BriskException.class),
                SlowWriter.class.getName(),
                folder.resolve("out.onnx").toString(),
                temper)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      byte[] line = process.getInputStream().readNBytes("writing".length());
      assertThat(new String(line, StandardCharsets.UTF_8)).isEqualTo("writing");
      assertThat(folder).isNotEmptyDirectory();
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(folder).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String classPath(Class<?>... types) {
    return Arrays.stream(types)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(place -> Path.of(URI.create(place.toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
