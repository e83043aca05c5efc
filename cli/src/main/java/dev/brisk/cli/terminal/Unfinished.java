package dev.brisk.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The folders of files that are being written, to be removed if the process is told to end. */
public final class Unfinished {
  private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

  private Unfinished() {}

  static void add(Path folder) {
    FOLDERS.add(folder);
  }

  /** Removes a folder and what is in it. */
  static void discard(Path folder) {
    delete(folder);
    FOLDERS.remove(folder);
  }

  /** Whether something is being written. */
  public static boolean exists() {
    return !FOLDERS.isEmpty();
  }

  /** Removes all folders; what still writes to them fails. */
  public static void discardAll() {
    FOLDERS.forEach(Unfinished::discard);
  }

  /** Tries again where a file appeared meanwhile. */
  private static void delete(Path folder) {
    for (int attempt = 0; attempt < 3 && Files.exists(folder); attempt++) {
      try (Stream<Path> listing = Files.list(folder)) {
        List<Path> files = listing.toList();
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }
}
