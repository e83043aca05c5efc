package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors larger than a Java buffer, on a sparse file that takes no space. */
final class LargeTensorTest {
  private static final long SIZE = 3L << 30;
  private static final long HALF = SIZE / 2;

  @TempDir Path folder;

  @Test
  void moreThanTwoGigabytes_areReadByParts() throws IOException {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("large"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {42}), SIZE - 1);
      List<ByteBuffer> parts =
          List.of(file.map(MapMode.READ_ONLY, 0, HALF), file.map(MapMode.READ_ONLY, HALF, HALF));
      Tensor bytes = Tensor.ofParts(ElementType.UINT8, Shape.of(3, 1L << 30), parts);
      assertThat(bytes.byteSize()).isEqualTo(SIZE);
      assertThat(bytes.asByteBuffers().get(1).get((int) HALF - 1)).isEqualTo((byte) 42);
      assertThatThrownBy(bytes::toFloatArray)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("3221225472 elements");
      assertThatThrownBy(bytes::toByteArray)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("2 GiB");

      Tensor wide = Tensor.ofParts(ElementType.COMPLEX128, Shape.of(SIZE / 16), parts);
      assertThat(wide.elements()).isEqualTo(SIZE / 16);
    }
  }
}
