package dev.brisk.internal.onnx;

import dev.brisk.InvalidModelException;
import dev.brisk.StorageException;
import dev.brisk.internal.file.NewFiles;
import dev.brisk.internal.memory.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files beside a model that hold elements of its tensors. Only files within the model's folder
 * are opened: a model must not make its reader open others.
 */
final class ExternalFiles {
  private final @Nullable Path folder;
  private final @Nullable Path model;
  private final Map<Path, Bytes> mapped = new HashMap<>();

  private ExternalFiles(@Nullable Path folder, @Nullable Path model) {
    this.folder = folder;
    this.model = model;
  }

  /** The files in the folder of a model's file, or if that is a link, of what it links to. */
  static ExternalFiles beside(Path model) {
    Path file = model.toAbsolutePath();
    return new ExternalFiles(parent(file), file);
  }

  /** The files in a folder. */
  static ExternalFiles in(Path folder) {
    return new ExternalFiles(folder.toAbsolutePath(), null);
  }

  /** No files at all. */
  static ExternalFiles none() {
    return new ExternalFiles(null, null);
  }

  /** The bytes that the entries of an {@code external_data} field refer to. */
  Bytes slice(Map<String, String> entries) {
    String location = entries.getOrDefault("location", "");
    Bytes file = map(location);
    long offset = number(entries, "offset", 0);
    if (offset > file.size()) {
      throw outside(location, offset, 0, file);
    }
    long length = number(entries, "length", file.size() - offset);
    if (length > file.size() - offset) {
      throw outside(location, offset, length, file);
    }
    return file.slice(offset, length);
  }

  private static InvalidModelException outside(
      String location, long offset, long length, Bytes file) {
    return new InvalidModelException(
        "its elements should be the %d bytes at %d of '%s', but that file has %d bytes"
            .formatted(length, offset, location, file.size()));
  }

  private static long number(Map<String, String> entries, String key, long absent) {
    String text = entries.get(key);
    if (text == null) {
      return absent;
    }
    try {
      long number = Long.parseLong(text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a negative number is.
    }
    throw new InvalidModelException(
        "the " + key + " of external data must be a number from 0 on, but is '" + text + "'");
  }

  private Bytes map(String location) {
    Path file = resolve(location);
    Bytes bytes = mapped.get(file);
    if (bytes == null) {
      try {
        bytes = Bytes.map(file);
      } catch (IOException e) {
        throw new StorageException("Cannot read " + file + ": " + NewFiles.reason(e), e);
      }
      mapped.put(file, bytes);
    }
    return bytes;
  }

  private Path resolve(String location) {
    if (folder == null) {
      throw new InvalidModelException(
          "its elements are in the file '%s', but no folder was given to look for it"
              .formatted(location));
    } else if (isForeign(location)) {
      throw refused(location, folder, "absolute paths and '..' are refused");
    }
    try {
      return resolve(location, folder);
    } catch (InvalidPathException e) {
      throw refused(location, folder, "it is no path: " + e.getReason());
    } catch (IOException e) {
      throw new StorageException("Cannot read '" + location + "' in " + folder, e);
    }
  }

  private Path resolve(String location, Path within) throws IOException {
    Path file = within.resolve(location);
    if (!Files.isRegularFile(file)) {
      throw new InvalidModelException(
          "its elements are in the file '%s', which is not beside the model in %s"
              .formatted(location, within));
    }
    Path real = file.toRealPath();
    if (!real.startsWith(within.toRealPath())
        && (model == null || !real.startsWith(parent(model.toRealPath())))) {
      throw refused(location, within, "it is a link to " + real);
    }
    return real;
  }

  private static boolean isForeign(String location) {
    String path = location.replace('\\', '/');
    return path.isBlank()
        || path.startsWith("/")
        || path.matches("[A-Za-z]:.*")
        || ("/" + path + "/").contains("/../");
  }

  private static InvalidModelException refused(String location, Path folder, String reason) {
    return new InvalidModelException(
        "external data must be in a file within the model's folder %s, but is in '%s': %s"
            .formatted(folder, location, reason));
  }

  private static Path parent(Path path) {
    @Nullable Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
