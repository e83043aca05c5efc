package dev.brisk.cli.terminal;

import dev.brisk.StorageException;
import dev.brisk.cli.config.FileErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all. It is written, with whatever stands beside it, in a
 * hidden folder next to its place, forced to the disk, and moved there. The folder is gone
 * afterwards, be it that the work failed or that the process was told to end.
 */
public final class OutputFile {
  private static final String PREFIX = ".brisk-";

  private OutputFile() {}

  /**
   * Writes a file.
   *
   * @param target its place; a file that stands there is replaced
   * @param writer writes the file at the path it is given, and others beside it if it likes
   * @throws UsageException if the folder does not exist or the place is a folder
   * @throws dev.brisk.StorageException if it cannot be written
   */
  public static void write(Path target, Consumer<Path> writer) {
    Path place = target.toAbsolutePath().normalize();
    Path folder = place.getParent();
    Path name = place.getFileName();
    check(target, place, folder);
    if (folder == null || name == null) {
      throw new UsageException(target + " is no name of a file");
    }
    Path hidden = null;
    try {
      hidden = Files.createTempDirectory(folder, PREFIX);
      Unfinished.add(hidden);
      accept(writer, hidden.resolve(name), target);
      moveAll(hidden, name, folder);
    } catch (IOException e) {
      throw FileErrors.writing(target, e);
    } finally {
      if (hidden != null) {
        Unfinished.discard(hidden);
      }
    }
  }

  /** A failure is told with the file's own name in place of the hidden one. */
  private static void accept(Consumer<Path> writer, Path hidden, Path target) {
    try {
      writer.accept(hidden);
    } catch (StorageException e) {
      String message = String.valueOf(e.getMessage());
      throw new StorageException(message.replace(hidden.toString(), target.toString()), e);
    }
  }

  /** Writes a text file. */
  public static void write(Path target, String text) {
    write(
        target,
        path -> {
          try {
            Files.write(path, text.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw FileErrors.writing(target, e);
          }
        });
  }

  /** Fails early where {@link #write} would fail late. */
  public static void check(Path target) {
    Path place = target.toAbsolutePath().normalize();
    check(target, place, place.getParent());
  }

  private static void check(Path target, Path place, @Nullable Path folder) {
    if (Files.isDirectory(place)) {
      throw new UsageException(target + " is a folder; give the name of a file");
    } else if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException("There is no folder " + folder + " to write " + target + " to");
    } else if (!Files.isWritable(folder)) {
      throw new UsageException("The folder " + folder + " cannot be written to; choose another");
    }
  }

  private static void moveAll(Path hidden, Path name, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listing = Files.list(hidden)) {
      files = listing.toList();
    }
    for (Path file : files) {
      force(file);
    }
    for (Path file : files) {
      if (!file.endsWith(name)) {
        move(file, folder.resolve(file.getFileName()));
      }
    }
    move(hidden.resolve(name), folder.resolve(name));
    forceFolder(folder);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Some systems cannot open a folder; there the rename is as durable as they make it. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
