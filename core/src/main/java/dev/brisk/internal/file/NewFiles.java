package dev.brisk.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Files that appear together, each whole, or not at all: they are written under other names in the
 * same folder, forced to the disk, and renamed when all are complete. What is not published by the
 * time of {@link #close} or of the JVM's end is deleted. Not thread-safe.
 */
public final class NewFiles implements AutoCloseable {
  /** Writes a file's content. */
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /** A file under its temporary name, and the link to the file that it replaces. */
  private record Pending(Path target, Path temporary, Path replaced) {}

  private final List<Pending> pending = new ArrayList<>();

  /** Writes one file, which appears whole or not at all, replacing what is there. */
  public static void write(Path target, Content content) throws IOException {
    try (NewFiles files = new NewFiles()) {
      files.add(target, content);
      files.publish();
    }
  }

  /** Writes a file that is to appear at the target, replacing what is there. */
  public void add(Path target, Content content) throws IOException {
    Path whole = target.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      throw new FileSystemException(whole.toString(), null, "it is a folder");
    }
    String name =
        ".%s.%016x".formatted(whole.getFileName(), ThreadLocalRandom.current().nextLong());
    Path temporary = whole.resolveSibling(name + ".tmp");
    Unfinished.add(temporary);
    pending.add(new Pending(whole, temporary, whole.resolveSibling(name + ".old")));
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
      channel.force(true);
    }
  }

  /**
   * Lets the files appear, in the order in which they were added. If one cannot, those before it
   * are put back as they were.
   */
  public void publish() throws IOException {
    int done = 0;
    try {
      while (done < pending.size()) {
        Pending file = pending.get(done);
        if (done < pending.size() - 1) {
          keepReplaced(file);
        }
        move(file.temporary(), file.target());
        done++;
      }
    } catch (IOException e) {
      while (done-- > 0) {
        restore(pending.get(done), e);
      }
      throw e;
    }
  }

  private static void keepReplaced(Pending file) throws IOException {
    if (Files.exists(file.target())) {
      Unfinished.add(file.replaced());
      try {
        Files.createLink(file.replaced(), file.target());
      } catch (FileSystemException | UnsupportedOperationException e) {
        move(file.target(), file.replaced()); // a file system without links
      }
    }
  }

  private static void restore(Pending file, IOException cause) {
    try {
      if (Files.exists(file.replaced())) {
        move(file.replaced(), file.target());
      } else {
        Files.delete(file.target());
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes what was not published. */
  @Override
  public void close() {
    for (Pending file : pending) {
      Unfinished.delete(file.temporary());
      Unfinished.delete(file.replaced());
    }
    pending.clear();
  }

  /** The reason of a failure in words, without the path that most messages begin with. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "the folder does not exist";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    @Nullable String reason =
        e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
