package dev.brisk.cli.data;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.config.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A memory-mapped file of fixed-size records. A file of any size is mapped in windows that each
 * hold as many whole records as a buffer can.
 */
final class RecordFile {
  private final int recordBytes;
  private final int size;
  private final int perWindow;
  private final ByteBuffer[] windows;

  private RecordFile(int recordBytes, int size, int perWindow, ByteBuffer[] windows) {
    this.recordBytes = recordBytes;
    this.size = size;
    this.perWindow = perWindow;
    this.windows = windows;
  }

  /** Maps a file, leaving out its first {@code skip} bytes. */
  static RecordFile open(Path file, long skip, int recordBytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = channel.size() - skip;
      long count = Math.floorDiv(bytes, recordBytes);
      if (bytes < 0 || bytes % recordBytes != 0 || count > Integer.MAX_VALUE) {
        throw misfit(file, channel.size(), skip, recordBytes);
      }
      int perWindow = Integer.MAX_VALUE / recordBytes;
      ByteBuffer[] windows = new ByteBuffer[(int) ((count + perWindow - 1) / perWindow)];
      for (int i = 0; i < windows.length; i++) {
        long start = skip + (long) i * perWindow * recordBytes;
        long length = Math.min((long) perWindow * recordBytes, channel.size() - start);
        windows[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
      }
      return new RecordFile(recordBytes, (int) count, perWindow, windows);
    } catch (IOException e) {
      throw FileErrors.reading(file, e);
    }
  }

  private static InvalidInputException misfit(Path file, long size, long skip, int recordBytes) {
    long bytes = Math.max(0, size - skip);
    return new InvalidInputException(
        "%s has %d bytes%s, which is %d whole records of %d bytes and %d bytes more; it is cut off or data.record does not describe it"
            .formatted(
                file,
                size,
                skip == 0 ? "" : ", " + bytes + " after the " + skip + " to skip",
                bytes / recordBytes,
                recordBytes,
                bytes % recordBytes));
  }

  int size() {
    return size;
  }

  /** The bytes of a record, little-endian. */
  ByteBuffer record(int index) {
    int start = index % perWindow * recordBytes;
    return windows[index / perWindow].slice(start, recordBytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
