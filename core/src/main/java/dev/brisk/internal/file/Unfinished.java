package dev.brisk.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files that are to be deleted if the JVM ends before they are complete. */
final class Unfinished {
  private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();
  private static boolean hooked;

  private Unfinished() {}

  static void add(Path file) {
    hook();
    FILES.add(file);
  }

  private static synchronized void hook() {
    if (!hooked) {
      hooked = true;
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FILES.forEach(Unfinished::delete)));
      } catch (IllegalStateException e) {
        // The JVM ends already; whoever writes now deletes the file itself.
        return;
      }
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
    FILES.remove(file);
  }
}
