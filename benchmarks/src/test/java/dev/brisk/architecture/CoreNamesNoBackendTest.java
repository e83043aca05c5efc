package dev.brisk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CoreNamesNoBackendTest {
  /** The lookbehind spares "output". */
  private static final Pattern BACKEND =
      Pattern.compile(
          "onnxruntime|onednn|cuda|tensorrt|grpc|(?<![a-z])tpu", Pattern.CASE_INSENSITIVE);

  @Test
  void sourcesAndResourcesOfCore_nameNoBackend() throws IOException {
    List<Path> files = coreFiles();
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      List<String> lines =
          Files.readAllLines(file).stream().filter(line -> BACKEND.matcher(line).find()).toList();
      assertThat(lines).as(file.toString()).isEmpty();
    }
  }

  private static List<Path> coreFiles() throws IOException {
    try (Stream<Path> files = Files.walk(ProjectModules.sources().resolve("core/src/main"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
