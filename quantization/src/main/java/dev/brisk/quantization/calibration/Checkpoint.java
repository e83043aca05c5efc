package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.StorageException;
import dev.brisk.internal.file.NewFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds how far a calibration came: the statistics of the samples seen, and a checksum
 * that tells which those were. It is written whole or not at all. There is one for each model, set
 * of values, accelerator and first sample; it takes at most the 64 MiB of the samples that are
 * kept, and 36 KiB for each value. Not thread-safe.
 *
 * <p>The file: the magic number, the version, a digest of what it is for, the checksum of the
 * samples, a {@link StoredCalibration}, and the checksum of all that.
 */
final class Checkpoint {
  private static final long MAGIC = 0x4252_4953_4b43_4850L; // "BRISKCHP"
  private static final int VERSION = 2;
  private static final Duration STALE = Duration.ofHours(1);

  /** Writing takes at most this part of the time. */
  private static final int SHARE_OF_TIME = 20;

  private final Path file;
  private final String key;
  private final Duration interval;
  private long next;

  private Checkpoint(Path file, String key, Duration interval) {
    this.file = file;
    this.key = key;
    this.interval = interval;
    this.next = System.nanoTime() + interval.toNanos();
  }

  /**
   * The checkpoint of a calibration in a folder, which is made if it does not exist.
   *
   * @param first the checksum of the first sample
   * @throws StorageException if the folder cannot be used
   */
  static Checkpoint in(Cache cache, Accelerator accelerator, long first) {
    Path folder = cache.folder();
    String whole =
        "%s, on %s: %s, from sample %016x"
            .formatted(cache.purpose(), accelerator.name(), accelerator.description(), first);
    String key = digest(whole);
    Path file = folder.resolve(key + ".calibration");
    try {
      Files.createDirectories(folder);
      deleteLeftOvers(folder, "." + file.getFileName() + ".*.tmp");
    } catch (IOException e) {
      throw new StorageException(
          "Folder %s cannot be used as a cache: %s".formatted(folder, NewFiles.reason(e)), e);
    }
    return new Checkpoint(file, key, cache.interval());
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Deletes what processes that were killed while writing left, but not what others write now. */
  private static void deleteLeftOvers(Path folder, String pattern) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      for (Path path : found) {
        Instant written = Files.getLastModifiedTime(path).toInstant();
        if (written.plus(STALE).isBefore(Instant.now())) {
          Files.deleteIfExists(path);
        }
      }
    } catch (NoSuchFileException e) {
      // Somebody else deleted or published it.
    }
  }

  /** Its file. */
  Path file() {
    return file;
  }

  /**
   * What was saved last, or null if nothing was.
   *
   * @throws IOException if the file cannot be read, or is broken
   */
  @Nullable Findings load() throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    check();
    try (DataInputStream in = new DataInputStream(open())) {
      if (in.readLong() != MAGIC || in.readInt() != VERSION) {
        throw new IOException("it is no calibration of this version");
      }
      if (!in.readUTF().equals(key)) {
        throw new IOException("it is of another calibration");
      }
      long chain = in.readLong();
      StoredCalibration stored = StoredCalibration.read(in, Files.size(file));
      return new Findings(stored.values(), stored.kept(), stored.samples(), chain);
    }
  }

  /** Compares the checksum at the end of the file. */
  private void check() throws IOException {
    CRC32C checksum = new CRC32C();
    long left = Files.size(file) - Long.BYTES;
    byte[] chunk = new byte[1 << 16];
    try (DataInputStream in = new DataInputStream(new CheckedInputStream(open(), checksum))) {
      while (left > 0) {
        int size = (int) Math.min(chunk.length, left);
        in.readFully(chunk, 0, size);
        left -= size;
      }
      long found = checksum.getValue();
      if (left < 0 || in.readLong() != found) {
        throw new IOException("its checksum is wrong");
      }
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** Whether it is time to save again. */
  boolean isDue() {
    return System.nanoTime() - next >= 0;
  }

  /**
   * Saves how far the calibration came, in place of what was saved before.
   *
   * @throws IOException if it cannot be written
   */
  void save(Findings findings) throws IOException {
    long start = System.nanoTime();
    NewFiles.write(file, channel -> write(findings, Channels.newOutputStream(channel)));
    long end = System.nanoTime();
    next = end + Math.max(interval.toNanos(), SHARE_OF_TIME * (end - start));
  }

  private void write(Findings findings, OutputStream stream) throws IOException {
    CheckedOutputStream checked =
        new CheckedOutputStream(new BufferedOutputStream(stream, 1 << 16), new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    out.writeLong(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(key);
    out.writeLong(findings.chain());
    new StoredCalibration(
            "", 0, findings.samples(), findings.histograms(), findings.kept(), List.of())
        .write(out);
    out.flush();
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }
}
