package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.testing.SharedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Conversions against the inputs and outputs that the standard gives for Cast. */
final class CastVectorsTest {
  private static final String SATURATING = "test_(cast|castlike)_(e8m0_)?[A-Z0-9]+_to_[A-Z0-9]+";

  @Test
  void conversions_agreeWithTheStandardsTests() throws IOException {
    List<String> failed = new ArrayList<>();
    int count = 0;
    try (ZipFile zip = new ZipFile(SharedFiles.require("onnx-node-tests.zip").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String folder = entry.getName().substring(0, entry.getName().indexOf('/'));
        if (entry.getName().endsWith("/model.onnx") && folder.matches(SATURATING)) {
          count++;
          compare(
              folder,
              tensor(zip, folder + "/input_0_0.pb"),
              tensor(zip, folder + "/output_0_0.pb"),
              failed);
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(count).isGreaterThan(60);
  }

  private static void compare(String test, Tensor input, Tensor output, List<String> failed) {
    double[] from = input.toDoubleArray();
    double[] expected = output.toDoubleArray();
    double[] actual = input.to(output.elementType()).toDoubleArray();
    for (int i = 0; i < from.length; i++) {
      if (isDefined(from[i], output.elementType()) && Double.compare(actual[i], expected[i]) != 0) {
        failed.add("%s: %s is %s, not %s".formatted(test, from[i], actual[i], expected[i]));
      }
    }
  }

  /** Not all of what the tests hold: casts out of an integer's range the standard leaves open. */
  private static boolean isDefined(double value, ElementType to) {
    if (to == ElementType.FLOAT4E2M1) {
      return !Double.isNaN(value); // which the standard's text has as 6, its test as -0
    }
    if (!to.isInteger()) {
      return true;
    }
    boolean signed = to.name().startsWith("INT");
    double size = Math.scalb(1.0, to.bits());
    double least = signed ? -size / 2 : 0;
    return value >= least && value < least + size;
  }

  private static Tensor tensor(ZipFile zip, String name) throws IOException {
    byte[] message = zip.getInputStream(zip.getEntry(name)).readAllBytes();
    return new TensorReader(ExternalFiles.none()).read(Bytes.of(message)).tensor();
  }
}
