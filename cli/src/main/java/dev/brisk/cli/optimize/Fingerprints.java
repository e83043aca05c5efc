package dev.brisk.cli.optimize;

import dev.brisk.Tensor;
import dev.brisk.cli.config.FileErrors;
import dev.brisk.cli.data.Sample;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.task.Task;
import dev.brisk.internal.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What tells the data of tasks apart. */
public final class Fingerprints {
  private static final int LOOKED_AT = 16;

  private Fingerprints() {}

  /** The build of this, and a checksum of a task's file and of some samples that are evaluated. */
  public static String of(Task task, @Nullable Integer limit) {
    CRC32C checksum = new CRC32C();
    try {
      checksum.update(Files.readAllBytes(task.file()));
    } catch (IOException e) {
      throw FileErrors.reading(task.file(), e);
    }
    Samples samples = limit == null ? task.evaluation() : task.evaluation().limit(limit);
    for (int i = 0; i < LOOKED_AT && samples.size() > 0; i++) {
      add(checksum, samples.get((int) ((long) (samples.size() - 1) * i / (LOOKED_AT - 1))));
    }
    return "%08x, %d samples, %s"
        .formatted(checksum.getValue(), samples.size(), Code.of(Fingerprints.class));
  }

  private static void add(CRC32C checksum, Sample sample) {
    String text = sample.name() + sample.label();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    for (Tensor tensor : new TreeMap<>(sample.inputs()).values()) {
      tensor.asByteBuffers().forEach(checksum::update);
    }
  }
}
