package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.DynamicMessage;
import com.sun.management.ThreadMXBean;
import dev.brisk.BriskException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.testing.SharedFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any bytes give a model or one exception, for memory in proportion to their number. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DamagedFileTest {
  private static final long SEED = 20_240_607;
  private static final int CASES = 200;
  private static final long BYTES_PER_BYTE = 100;
  private static final long BYTES_PER_FILE = 1 << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<byte[]> files = new ArrayList<>();

  @BeforeAll
  void findFiles() throws IOException {
    files.add(EveryFieldTest.everything().toByteArray());
    files.add(OnnxSchema.encode(OnnxModelFormatTest.model()));
    Path models = SharedFiles.require("models");
    files.add(Files.readAllBytes(models.resolve("mnist_cntk.onnx")));
    files.add(Files.readAllBytes(models.resolve("kws_dscnn_mlperf.onnx")));
    try (ZipFile zip = new ZipFile(SharedFiles.require("onnx-node-tests.zip").toFile())) {
      for (String test :
          List.of(
              "test_if",
              "test_loop13_seq",
              "test_scan_sum",
              "test_gelu_default_1_expanded",
              "test_optional_has_element_optional_input",
              "test_string_concat",
              "test_attention_4d_expanded")) {
        ZipEntry entry = zip.getEntry(test + "/model.onnx");
        files.add(zip.getInputStream(entry).readAllBytes());
      }
    }
    files.forEach(file -> rewrite(file, "a whole file"));
  }

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @EnumSource
  void givesAModelOrOneException(Mutation mutation) throws IOException {
    Random random = new Random(SEED + mutation.ordinal());
    for (byte[] file : files) {
      for (int i = 0; i < CASES; i++) {
        check(mutation.apply(file, files, random), i);
      }
    }
  }

  @ParameterizedTest(name = "one field in {0}, seed " + SEED)
  @ValueSource(ints = {3, 10, 30, 100, 300})
  void givesAModelOrOneExceptionForForgedFields(int oneIn) throws IOException {
    Forgery forgery = new Forgery(new Random(SEED + oneIn));
    for (byte[] file : files) {
      DynamicMessage model = OnnxSchema.parse(file);
      for (int i = 0; i < CASES / 4; i++) {
        check(forgery.of(model, oneIn).toByteArray(), i);
      }
    }
  }

  private void check(byte[] file, int number) throws IOException {
    String label = "case %d, %d bytes".formatted(number, file.length);
    long before = allocated();
    byte @Nullable [] written = rewrite(file, label);
    assertThat(allocated() - before)
        .as("bytes taken for %s", label)
        .isLessThan(BYTES_PER_FILE + BYTES_PER_BYTE * file.length);
    if (written != null) {
      OnnxSchema.parse(written);
    }
  }

  private long allocated() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** The model written again; null if it, or the elements of a tensor, cannot be read. */
  private static byte @Nullable [] rewrite(byte[] file, String label) {
    try {
      Model model = OnnxModelFormat.read(Bytes.of(file), Path.of("damaged.onnx"));
      boolean whole =
          model.graph().initializers().values().stream().allMatch(DamagedFileTest::isWhole);
      byte[] written = OnnxSchema.encode(model);
      return whole ? written : null;
    } catch (BriskException e) {
      assertThat(e).as(label).hasMessageContaining("damaged.onnx");
      return null;
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return fail(label, e);
    }
  }

  private static boolean isWhole(Initializer initializer) {
    try {
      initializer.tensor();
      return true;
    } catch (InvalidModelException | UnsupportedModelException e) {
      assertThat(e).hasMessageContaining(initializer.name());
      return initializer.name().equals("part");
    }
  }
}
