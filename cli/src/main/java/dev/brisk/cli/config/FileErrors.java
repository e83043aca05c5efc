package dev.brisk.cli.config;

import dev.brisk.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns what the file system throws into one sentence. */
public final class FileErrors {
  private FileErrors() {}

  /** The error that a file could not be read. */
  public static StorageException reading(Path file, IOException cause) {
    return new StorageException("Cannot read " + file + ": " + reason(file, cause), cause);
  }

  /** The error that a file could not be written. */
  public static StorageException writing(Path file, IOException cause) {
    return new StorageException("Cannot write " + file + ": " + reason(file, cause), cause);
  }

  /** The size of a file in bytes. */
  public static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw reading(file, e);
    }
  }

  private static String reason(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException missing) {
      return sameFile(file, missing.getFile())
          ? "there is no such file"
          : "there is no " + missing.getFile();
    } else if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (Files.isDirectory(file)) {
      return "it is a folder";
    } else if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static boolean sameFile(Path file, @Nullable String other) {
    return other == null || file.toString().equals(other);
  }
}
