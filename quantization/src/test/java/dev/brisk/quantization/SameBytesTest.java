package dev.brisk.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.conformance.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What quantizers give hangs on nothing but the model, the samples and the settings. */
final class SameBytesTest {
  @TempDir private Path folder;

  @Test
  void bytes_areTheSameWithAnyNumberOfProcessors_andCompiledOrNot() throws Exception {
    Map<String, byte[]> one = quantize("one", "-XX:ActiveProcessorCount=1");
    Map<String, byte[]> two = quantize("two", "-XX:ActiveProcessorCount=2");
    Map<String, byte[]> five = quantize("five", "-XX:ActiveProcessorCount=5");
    Map<String, byte[]> simple = quantize("simple", "-XX:TieredStopAtLevel=1");

    assertThat(one).isNotEmpty();
    one.forEach(
        (file, bytes) -> {
          assertThat(two.get(file)).as(file).isEqualTo(bytes);
          assertThat(five.get(file)).as(file).isEqualTo(bytes);
          assertThat(simple.get(file)).as(file).isEqualTo(bytes);
        });
  }

  private Map<String, byte[]> quantize(String name, String option) throws Exception {
    Path output = Files.createDirectory(folder.resolve(name));
    ChildJvm.Result end = ChildJvm.of(AllQuantizers.class).option(option).run(output.toString());
    assertThat(end.exitCode()).as(end.output()).isZero();
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> written = Files.list(output)) {
      written.forEach(file -> files.put(file.getFileName().toString(), read(file)));
    }
    return files;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
