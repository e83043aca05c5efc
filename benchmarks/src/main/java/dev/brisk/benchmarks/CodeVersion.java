package dev.brisk.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** A number that changes with the code of a package, so that what it made can be told apart. */
final class CodeVersion {
  private CodeVersion() {}

  /** The checksum of all classes of a package and those below it, where {@code type} is from. */
  static long of(Class<?> type, String packageName) {
    Path location = location(type);
    String folder = packageName.replace('.', '/');
    try {
      if (Files.isDirectory(location)) {
        return checksum(location.resolve(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(location)) {
        return checksum(jar.getPath(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar or folder that a class is from. */
  static Path location(Class<?> type) {
    try {
      URI location =
          Objects.requireNonNull(type.getProtectionDomain().getCodeSource(), type.getName())
              .getLocation()
              .toURI();
      return Path.of(location);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The place of " + type + " is no URI", e);
    }
  }

  private static long checksum(Path folder) throws IOException {
    CRC32 checksum = new CRC32();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> classes =
          files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
      for (Path file : classes) {
        checksum.update(Files.readAllBytes(file));
      }
    }
    return checksum.getValue();
  }
}
