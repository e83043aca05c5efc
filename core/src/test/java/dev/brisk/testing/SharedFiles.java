package dev.brisk.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The models and data sets that tests read but the sources do not hold. */
public final class SharedFiles {
  private static final String PROPERTY = "brisk.shared";

  private SharedFiles() {}

  /**
   * Returns the file or folder at {@code relative}; aborts the test, naming what is missing, where
   * it does not exist.
   */
  public static Path require(String relative) {
    String folder = System.getProperty(PROPERTY);
    assumeTrue(folder != null, () -> "system property " + PROPERTY + " is not set");
    Path path = Path.of(folder).resolve(relative).normalize();
    assumeTrue(Files.exists(path), () -> "test data is absent: " + path);
    return path;
  }
}
