package dev.brisk.backend.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is deleted with all that is in it when closed. */
record TemporaryFolder(Path path) implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.brisk.onnxruntime");

  static TemporaryFolder create(String purpose) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("brisk-" + purpose + "-"));
  }

  /** Whether one can be made here. */
  static boolean arePossible() {
    try {
      create("probe").close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A temporary folder stays", e);
    }
  }
}
