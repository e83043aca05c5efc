package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Model;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Whatever a real file holds, another implementation finds in the file written again. */
final class RoundTripTest {
  @Test
  void keepsTheModels() throws IOException {
    List<Path> models;
    try (Stream<Path> files = Files.list(SharedFiles.require("models"))) {
      models = files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
    assertThat(models).hasSizeGreaterThan(10);
    for (Path model : models) {
      assertKept(model.getFileName().toString(), Files.readAllBytes(model));
    }
  }

  @Test
  void keepsTheStandardsTests() throws IOException {
    List<String> failed = new ArrayList<>();
    int count = 0;
    try (ZipFile zip = new ZipFile(SharedFiles.require("onnx-node-tests.zip").toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.getName().endsWith("model.onnx")) {
          count++;
          try {
            assertKept(entry.getName(), zip.getInputStream(entry).readAllBytes());
          } catch (RuntimeException | AssertionError e) {
            failed.add(entry.getName() + ": " + e);
          }
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(count).isEqualTo(1884);
  }

  private static void assertKept(String name, byte[] bytes) throws IOException {
    Model model = ModelReader.read(Bytes.of(bytes), Path.of(name));
    assertThat(OnnxSchema.parse(OnnxSchema.encode(model)))
        .as(name)
        .isEqualTo(OnnxSchema.parse(bytes));
    assertThat(essence(OnnxSchema.encode(Rebuilt.of(model))))
        .as(name + " rebuilt")
        .isEqualTo(essence(bytes));
  }

  private static List<String> essence(byte[] model) throws IOException {
    return Essence.lines(Essence.of(OnnxSchema.parse(model)));
  }
}
