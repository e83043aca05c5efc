package dev.brisk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A file as it was when a model was read from it, to tell whether it was replaced since. */
record SourceFile(Path path, long size, @Nullable FileTime modified, @Nullable Object key) {
  private static final long UNREADABLE = -1;

  static SourceFile of(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new SourceFile(path, now.size(), now.lastModifiedTime(), now.fileKey());
    } catch (IOException e) {
      return new SourceFile(path, UNREADABLE, null, null);
    }
  }

  boolean isUnchanged() {
    return size != UNREADABLE && equals(of(path));
  }
}
