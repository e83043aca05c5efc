package dev.brisk.internal.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A read-only run of bytes of any length, in a mapped file or in memory.
 *
 * <p>Slices and buffers share the memory, which stays for as long as one of them is reachable. The
 * memory is covered by segments that begin every GiB and are up to 2 GiB long, so that any GiB of
 * it lies within one segment. Immutable and thread-safe, as long as the memory below is not
 * changed.
 */
public final class Bytes {
  /** The largest size that {@link #buffer} gives as a single buffer: 1 GiB. */
  public static final int MAX_BUFFER = 1 << 30;

  private static final int SHIFT = 30;
  private static final Bytes EMPTY = of(new byte[0]);

  private final ByteBuffer[] segments;
  private final long offset;
  private final long size;

  private Bytes(ByteBuffer[] segments, long offset, long size) {
    this.segments = segments;
    this.offset = offset;
    this.size = size;
  }

  /** No bytes. */
  public static Bytes empty() {
    return EMPTY;
  }

  /** The bytes of an array, which is not copied. */
  public static Bytes of(byte[] array) {
    return of(ByteBuffer.wrap(array));
  }

  /** The bytes between a buffer's position and its limit, which are not copied. */
  public static Bytes of(ByteBuffer buffer) {
    ByteBuffer whole = buffer.slice();
    ByteBuffer[] segments = new ByteBuffer[segmentCount(whole.capacity())];
    for (int i = 0; i < segments.length; i++) {
      int start = i << SHIFT;
      segments[i] = readOnly(whole.slice(start, whole.capacity() - start));
    }
    return new Bytes(segments, 0, whole.capacity());
  }

  /** The bytes of a regular file, mapped; nothing is read before it is used. */
  public static Bytes map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] segments = new ByteBuffer[segmentCount(size)];
      for (int i = 0; i < segments.length; i++) {
        long start = (long) i << SHIFT;
        long length = Math.min(size - start, Integer.MAX_VALUE);
        segments[i] = readOnly(channel.map(FileChannel.MapMode.READ_ONLY, start, length));
      }
      return new Bytes(segments, 0, size);
    }
  }

  private static int segmentCount(long size) {
    return Math.toIntExact(Math.max(1, (size + MAX_BUFFER - 1) >>> SHIFT));
  }

  private static ByteBuffer readOnly(ByteBuffer buffer) {
    return buffer.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of bytes. */
  public long size() {
    return size;
  }

  /** Where the first byte lies in the file or memory that this was sliced from. */
  public long offset() {
    return offset;
  }

  /** The byte at an index. */
  public byte get(long index) {
    Objects.checkIndex(index, size);
    long at = offset + index;
    return segments[(int) (at >>> SHIFT)].get((int) at & (MAX_BUFFER - 1));
  }

  /** The little-endian integer in the four bytes at an index. */
  public int getInt(long index) {
    Objects.checkFromIndexSize(index, Integer.BYTES, size);
    long at = offset + index;
    return segments[(int) (at >>> SHIFT)].getInt((int) at & (MAX_BUFFER - 1));
  }

  /** The little-endian integer in the eight bytes at an index. */
  public long getLong(long index) {
    Objects.checkFromIndexSize(index, Long.BYTES, size);
    long at = offset + index;
    return segments[(int) (at >>> SHIFT)].getLong((int) at & (MAX_BUFFER - 1));
  }

  /** The bytes from an index on, shared. */
  public Bytes slice(long index, long count) {
    Objects.checkFromIndexSize(index, count, size);
    return count == size ? this : new Bytes(segments, offset + index, count);
  }

  /**
   * The bytes as one read-only little-endian buffer, shared.
   *
   * @throws IllegalStateException if there are more than {@link #MAX_BUFFER}; use {@link #buffers}
   */
  public ByteBuffer buffer() {
    if (size > MAX_BUFFER) {
      throw tooLarge();
    }
    return buffer(0, (int) size);
  }

  private IllegalStateException tooLarge() {
    return new IllegalStateException("one buffer takes 1 GiB at most, but these are " + size);
  }

  /** The bytes as read-only little-endian buffers of at most 1 GiB each, in order, shared. */
  public List<ByteBuffer> buffers() {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (long index = 0; index < size; index += MAX_BUFFER) {
      buffers.add(buffer(index, (int) Math.min(size - index, MAX_BUFFER)));
    }
    return buffers;
  }

  private ByteBuffer buffer(long index, int length) {
    long at = offset + index;
    if (length == 0) {
      return readOnly(segments[0].slice(0, 0));
    }
    ByteBuffer segment = segments[(int) (at >>> SHIFT)];
    return readOnly(segment.slice((int) at & (MAX_BUFFER - 1), length));
  }

  /**
   * A copy of the bytes.
   *
   * @throws IllegalStateException if there are more than {@link #MAX_BUFFER}
   */
  public byte[] toByteArray() {
    if (size > MAX_BUFFER) {
      throw tooLarge();
    }
    byte[] copy = new byte[(int) size];
    if (copy.length > 0) {
      segments[(int) (offset >>> SHIFT)].get((int) offset & (MAX_BUFFER - 1), copy);
    }
    return copy;
  }

  /** The first bytes as text, one character a byte; for messages about foreign content. */
  public String head(int length) {
    byte[] head = slice(0, Math.min(length, size)).toByteArray();
    return new String(head, StandardCharsets.ISO_8859_1);
  }

  /** Such as {@code 12 bytes at 340}. */
  @Override
  public String toString() {
    return size + " bytes at " + offset;
  }
}
