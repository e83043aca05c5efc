package dev.brisk.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BytesTest {
  private static final long GIB = 1L << 30;

  @Test
  void sharesAnArray() {
    byte[] array = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    Bytes bytes = Bytes.of(array);
    Bytes slice = bytes.slice(1, 8);
    assertThat(slice.size()).isEqualTo(8);
    assertThat(slice.offset()).isEqualTo(1);
    assertThat(slice.get(0)).isEqualTo((byte) 2);
    assertThat(slice.getInt(0)).isEqualTo(0x05040302);
    assertThat(slice.getLong(0)).isEqualTo(0x0908070605040302L);
    array[1] = 42;
    assertThat(slice.get(0)).isEqualTo((byte) 42);
    assertThat(slice.toByteArray()).containsExactly(42, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void takesABufferFromItsPositionToItsLimit() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8).put(new byte[] {0, 1, 2, 3}).flip();
    buffer.get();
    Bytes bytes = Bytes.of(buffer);
    assertThat(bytes.toByteArray()).containsExactly(1, 2, 3);
    assertThat(bytes.buffer().isDirect()).isTrue();
    assertThat(bytes.buffer().isReadOnly()).isTrue();
  }

  @Test
  void staysWithinItsBounds() {
    Bytes bytes = Bytes.of(new byte[10]).slice(2, 4);
    assertThatThrownBy(() -> bytes.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.getInt(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.slice(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.slice(1, Long.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void holdsNothing(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("empty"));
    assertThat(Bytes.map(file).size()).isZero();
    assertThat(Bytes.map(file).buffer().remaining()).isZero();
    assertThat(Bytes.empty().buffers()).isEmpty();
    assertThat(Bytes.of(new byte[3]).slice(3, 0).toByteArray()).isEmpty();
  }

  @Test
  void mapsAFileOfSeveralSegments(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sparse");
    long size = 2 * GIB + 100;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      for (long at : new long[] {0, GIB - 2, 2 * GIB - 2, size - 4}) {
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), at);
      }
    }
    Bytes bytes = Bytes.map(file);
    assertThat(bytes.size()).isEqualTo(size);
    for (long at : new long[] {0, GIB - 2, 2 * GIB - 2, size - 4}) {
      assertThat(bytes.getInt(at)).as("at %d", at).isEqualTo(0x04030201);
      assertThat(bytes.slice(at, 4).toByteArray()).containsExactly(1, 2, 3, 4);
    }
    ByteBuffer straddling = bytes.slice(GIB - 2, GIB).buffer();
    assertThat(straddling.remaining()).isEqualTo(Bytes.MAX_BUFFER);
    assertThat(straddling.getInt(0)).isEqualTo(0x04030201);
    assertThat(bytes.slice(1, size - 1).buffers())
        .extracting(ByteBuffer::remaining)
        .containsExactly(Bytes.MAX_BUFFER, Bytes.MAX_BUFFER, 99);
    assertThatThrownBy(bytes::buffer).isInstanceOf(IllegalStateException.class);
  }
}
