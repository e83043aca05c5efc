package dev.brisk.benchmarks;

import dev.brisk.Model;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where a workload's float model comes from. */
sealed interface ModelSource {
  /** Built layer by layer. */
  record Built(Supplier<Model> network) implements ModelSource {}

  /** A file of the folder that the system property {@value #PROPERTY} names. */
  record Shared(String relative) implements ModelSource {
    static final String PROPERTY = "brisk.shared";

    /** The file, which need not exist. */
    Path file() {
      return Path.of(System.getProperty(PROPERTY, "shared")).resolve(relative).normalize();
    }
  }
}
