package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TensorTest {
  private static final ByteOrder FOREIGN =
      ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
          ? ByteOrder.LITTLE_ENDIAN
          : ByteOrder.BIG_ENDIAN;

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void allocated_isZerosInDirectNativeOrderMemory(ElementType type) {
    Tensor tensor = Tensor.allocate(type, Shape.of(3, 5));
    assertThat(tensor.elementType()).isEqualTo(type);
    assertThat(tensor.elements()).isEqualTo(15);
    ByteBuffer memory = tensor.asByteBuffer();
    assertThat(memory.isDirect()).isTrue();
    assertThat(memory.order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(memory.remaining()).isEqualTo((int) tensor.byteSize());
    assertThat(tensor.toByteArray()).containsOnly(0).hasSize((15 * type.bits() + 7) / 8);
  }

  @Test
  void arrays_areCopiedInAndOut() {
    float[] floats = {1, 2, 3, 4};
    Tensor tensor = Tensor.of(floats, 2, 2);
    floats[0] = 9;
    assertThat(tensor.toFloatArray()).containsExactly(1, 2, 3, 4);
    tensor.toFloatArray()[1] = 9;
    assertThat(tensor.asFloatBuffer().get(1)).isEqualTo(2);
    assertThat(Tensor.of(new double[] {0.1}, 1).toDoubleArray()).containsExactly(0.1);
    assertThat(Tensor.of(new int[] {-7}, 1).toIntArray()).containsExactly(-7);
    assertThat(Tensor.of(new long[] {1L << 60}, 1).toLongArray()).containsExactly(1L << 60);
    assertThat(Tensor.of(new boolean[] {true, false}, 2).toIntArray()).containsExactly(1, 0);
    assertThat(Tensor.ofBytes(ElementType.INT4, new byte[] {0x2F, 0x05}, 3).toIntArray())
        .containsExactly(-1, 2, 5);
  }

  @Test
  void scalarAndEmpty_areTensorsToo() {
    Tensor scalar = Tensor.of(new float[] {7});
    assertThat(scalar.shape().rank()).isZero();
    assertThat(scalar.toFloatArray()).containsExactly(7);
    Tensor empty = Tensor.of(new float[0], 0, 4);
    assertThat(empty.toFloatArray()).isEmpty();
    assertThat(empty.to(ElementType.INT8).toByteArray()).isEmpty();
    assertThat(empty.asByteBuffers()).hasSize(1);
    assertThat(Tensor.ofParts(ElementType.INT8, Shape.of(0), List.of()).toByteArray()).isEmpty();
  }

  @Test
  void heapArrayAndDirectBufferGiveSameResult() {
    float[] values = {1.5f, -2, 3};
    FloatBuffer direct = direct(12).asFloatBuffer();
    direct.put(values).flip();
    ByteBuffer heapBytes = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
    heapBytes.asFloatBuffer().put(values);
    for (Buffer buffer : List.of(direct, FloatBuffer.wrap(values), heapBytes)) {
      Tensor tensor = Tensor.of(ElementType.FLOAT32, Shape.of(3), buffer);
      assertThat(tensor.toFloatArray()).containsExactly(values);
      assertThat(tensor.asFloatBuffer().get(2)).isEqualTo(3);
      assertThat(tensor.to(ElementType.FLOAT64).toDoubleArray()).containsExactly(1.5, -2, 3);
      assertThat(tensor.toByteArray()).isEqualTo(Tensor.of(values, 3).toByteArray());
      assertThat(tensor.asBuffer().isDirect()).isTrue();
    }
  }

  @Test
  void heapBuffer_isCopied() {
    float[] values = {1, 2, 3, 4};
    Tensor tensor = Tensor.of(ElementType.FLOAT32, Shape.of(2), FloatBuffer.wrap(values, 1, 2));
    values[1] = 9;
    assertThat(tensor.toFloatArray()).containsExactly(2, 3);
  }

  @Test
  void directBytes_areShared() {
    ByteBuffer memory = direct(16);
    memory.position(8);
    Tensor tensor = Tensor.of(ElementType.FLOAT32, Shape.of(2), memory);
    memory.putFloat(8, 5).putFloat(12, 6);
    assertThat(tensor.toFloatArray()).containsExactly(5, 6);
    tensor.asFloatBuffer().put(0, 7);
    assertThat(memory.getFloat(8)).isEqualTo(7);
    assertThat(memory.position()).isEqualTo(8);
  }

  @Test
  void directTypedBuffer_isSharedThoughItGivesNoBytes() {
    FloatBuffer memory = direct(16).asFloatBuffer().position(1);
    Tensor tensor = Tensor.of(ElementType.FLOAT32, Shape.of(3), memory);
    memory.put(1, 5);
    assertThat(tensor.toFloatArray()).containsExactly(5, 0, 0);
    tensor.asFloatBuffer().put(2, 8);
    assertThat(memory.get(3)).isEqualTo(8);
    FloatBuffer buffer = (FloatBuffer) tensor.asBuffer();
    assertThat(buffer.isDirect()).isTrue();
    assertThat(buffer.position()).isZero();
    assertThat(buffer.remaining()).isEqualTo(3);
    assertThatThrownBy(tensor::asByteBuffer)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("float32[3] was made from a direct FloatBuffer")
        .hasMessageContaining("make it from the ByteBuffer");
    assertThatThrownBy(tensor::asByteBuffers).isInstanceOf(InvalidInputException.class);
    assertThat(tensor.hasBytes()).isFalse();
    assertThat(Tensor.of(new String[] {""}, 1).hasBytes()).isFalse();
    assertThat(Tensor.of(new float[] {1}, 1).hasBytes()).isTrue();
    assertThat(tensor.reshape(1, 3).asFloatBuffer().get(0)).isEqualTo(5);
  }

  @Test
  void directTypedBuffers_ofEveryKindAreShared() {
    ByteBuffer memory = direct(8);
    shared(ElementType.FLOAT64, memory.asDoubleBuffer(), 8);
    shared(ElementType.INT64, memory.asLongBuffer(), 8);
    shared(ElementType.UINT64, memory.asLongBuffer(), 8);
    shared(ElementType.INT32, memory.asIntBuffer(), 4);
    shared(ElementType.UINT32, memory.asIntBuffer(), 4);
    shared(ElementType.INT16, memory.asShortBuffer(), 2);
    shared(ElementType.UINT16, memory.asShortBuffer(), 2);
    shared(ElementType.FLOAT16, memory.asShortBuffer(), 2);
    shared(ElementType.BFLOAT16, memory.asShortBuffer(), 2);
  }

  private static void shared(ElementType type, Buffer typed, int width) {
    Tensor bytes = Tensor.ofBytes(type, new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, 8 / width);
    Tensor tensor = Tensor.of(type, Shape.of(8 / width), typed);
    for (Tensor view : List.of(tensor, tensor.reshape(1, 8 / width))) {
      switch (width) {
        case 8 -> {
          if (type == ElementType.FLOAT64) {
            view.asDoubleBuffer().put(bytes.asDoubleBuffer());
          } else {
            view.asLongBuffer().put(bytes.asLongBuffer());
          }
        }
        case 4 -> view.asIntBuffer().put(bytes.asIntBuffer());
        default -> view.asShortBuffer().put(bytes.asShortBuffer());
      }
      assertThat(view.toByteArray()).isEqualTo(bytes.toByteArray());
      assertThat(view.toFloatArray()).isEqualTo(bytes.toFloatArray());
      assertThat(view.asBuffer()).isEqualTo(typed);
    }
  }

  @Test
  void bigEndianBufferIsRejected() {
    refused(
        ElementType.FLOAT32,
        ByteBuffer.allocateDirect(8).order(FOREIGN).asFloatBuffer(),
        "FloatBuffer for a tensor of float32",
        FOREIGN.toString(),
        "order(ByteOrder.nativeOrder()) on the ByteBuffer before asFloatBuffer()");
    refused(
        ElementType.INT64,
        ByteBuffer.allocate(16).order(FOREIGN).asLongBuffer(),
        "LongBuffer for a tensor of int64");
    refused(
        ElementType.FLOAT16,
        ByteBuffer.allocateDirect(4).order(FOREIGN),
        "ByteBuffer for a tensor of float16",
        "before it is filled");
    refused(ElementType.FLOAT32, ByteBuffer.allocate(8).order(FOREIGN), FOREIGN.toString());
  }

  @Test
  void orderOfBytes_doesNotMatterForElementsOfAByteOrLess() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(2).order(FOREIGN).put((byte) 1).put((byte) 2);
    bytes.flip();
    assertThat(Tensor.of(ElementType.UINT8, Shape.of(2), bytes).toIntArray()).containsExactly(1, 2);
    assertThat(Tensor.of(ElementType.UINT4, Shape.of(4), bytes).toIntArray())
        .containsExactly(1, 0, 2, 0);
  }

  @Test
  void unflippedBufferIsRejectedWithHint() {
    FloatBuffer filled = direct(8).asFloatBuffer().put(1).put(2);
    refused(ElementType.FLOAT32, filled, "takes 2 elements", "has 0", "flip()");
    refused(ElementType.FLOAT32, direct(8).putFloat(1).putFloat(2), "takes 8 bytes", "flip()");
    assertThatThrownBy(() -> Tensor.of(ElementType.FLOAT32, Shape.of(2), FloatBuffer.allocate(3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("takes 2 elements")
        .hasMessageContaining("has 3")
        .hasMessageNotContaining("flip");
  }

  @Test
  void bufferOfAnotherKind_isRefused() {
    refused(
        ElementType.FLOAT32, LongBuffer.allocate(2), "float32", "from a LongBuffer", "FloatBuffer");
    refused(ElementType.UINT16, CharBuffer.allocate(2), "from a CharBuffer", "ShortBuffer");
    refused(ElementType.INT8, FloatBuffer.allocate(2), "from a FloatBuffer", "give a ByteBuffer");
    refused(ElementType.STRING, ByteBuffer.allocate(2), "String[]");
  }

  private static void refused(ElementType type, Buffer buffer, String... words) {
    assertThatThrownBy(() -> Tensor.of(type, Shape.of(2), buffer))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .contains(words);
  }

  @Test
  void wrongNumberOfElements_isRefused() {
    assertThatThrownBy(() -> Tensor.of(new float[] {1, 2, 3}, 2, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A tensor of float32[2,2] takes 4 elements, but 3 came");
    assertThatThrownBy(() -> Tensor.ofBytes(ElementType.INT4, new byte[1], 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A tensor of int4[3] takes 2 bytes, but 1 came");
    assertThatThrownBy(() -> Tensor.of(new String[] {"a"}, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 elements");
  }

  @Test
  void shapesWithoutASize_areRefused() {
    assertThatThrownBy(() -> Tensor.allocate(ElementType.INT8, Shape.of(Shape.FREE)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("free");
    assertThatThrownBy(() -> Tensor.allocate(ElementType.INT8, Shape.of(3_000_000_000L)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("3000000000 bytes, more than the 2 GiB");
    assertThatThrownBy(() -> Tensor.allocate(ElementType.FLOAT64, Shape.of(1L << 61)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more bytes than a long counts");
  }

  @Test
  void readOnlyBuffer_givesReadOnlyTensor() {
    ByteBuffer memory = direct(4).putFloat(0, 3);
    Buffer[] readOnly = {
      memory.asReadOnlyBuffer().order(ByteOrder.nativeOrder()),
      memory.asFloatBuffer().asReadOnlyBuffer()
    };
    for (Buffer buffer : readOnly) {
      Tensor tensor = Tensor.of(ElementType.FLOAT32, Shape.of(1), buffer);
      assertThat(tensor.toFloatArray()).containsExactly(3);
      assertThat(tensor.asBuffer().isReadOnly()).isTrue();
      assertThatThrownBy(() -> tensor.asFloatBuffer().put(0, 1))
          .isInstanceOf(ReadOnlyBufferException.class);
    }
  }

  @Test
  void parts_areReadAcrossTheirEnds() {
    float[] values = new float[9];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    ByteBuffer all = Tensor.of(values, 9).asByteBuffer();
    List<ByteBuffer> parts = List.of(all.slice(0, 16), all.slice(16, 0), all.slice(16, 20));
    Tensor tensor = Tensor.ofParts(ElementType.FLOAT32, Shape.of(3, 3), parts);
    assertThat(tensor.toFloatArray()).containsExactly(values);
    assertThat(tensor.to(ElementType.INT4).toIntArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 7);
    assertThat(tensor.toByteArray()).isEqualTo(Tensor.of(values, 9).toByteArray());
    assertThat(tensor.asByteBuffers()).hasSize(2).allMatch(ByteBuffer::isReadOnly);
    assertThatThrownBy(tensor::asByteBuffer)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("asByteBuffers");
    assertThatThrownBy(tensor::asFloatBuffer).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void partsThatDoNotFit_areRefused() {
    ByteBuffer all = direct(24);
    Shape six = Shape.of(6);
    assertThatThrownBy(
            () ->
                Tensor.ofParts(
                    ElementType.FLOAT32, six, List.of(all.slice(0, 8), all.slice(8, 16))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("multiples of 16 bytes")
        .hasMessageContaining("byte 8");
    assertThatThrownBy(
            () -> Tensor.ofParts(ElementType.FLOAT32, six, List.of(ByteBuffer.allocate(24))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("direct");
    assertThatThrownBy(() -> Tensor.ofParts(ElementType.FLOAT32, six, List.of(all.slice(0, 16))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("24 bytes, but 16 came");
  }

  @Test
  void strings_areCopiedAndHaveNoBytes() {
    String[] words = {"one", ""};
    Tensor tensor = Tensor.of(words, 2);
    words[0] = "changed";
    assertThat(tensor.toStringArray()).containsExactly("one", "");
    assertThat(tensor.reshape(1, 2).toStringArray()).containsExactly("one", "");
    assertThat(Tensor.allocate(ElementType.STRING, Shape.of(2)).toStringArray())
        .containsExactly("", "");
    for (Runnable use :
        List.<Runnable>of(
            tensor::asByteBuffer, tensor::asBuffer, tensor::toByteArray, tensor::byteSize)) {
      assertThatThrownBy(use::run)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("toStringArray");
    }
    assertThatThrownBy(() -> Tensor.of(new String[] {"a", null}, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("element 1");
    assertThatThrownBy(() -> Tensor.of(new float[1], 1).toStringArray())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("float32[1]");
  }

  @Test
  void viewOfAnotherType_isRefused() {
    Tensor tensor = Tensor.of(new int[] {1}, 1);
    assertThatThrownBy(tensor::asFloatBuffer)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("float32")
        .hasMessageContaining("int32[1]")
        .hasMessageContaining("to(...)");
    assertThatThrownBy(tensor::asLongBuffer).hasMessageContaining("int64 or uint64");
    assertThatThrownBy(tensor::asShortBuffer).hasMessageContaining("16 bits");
  }

  @Test
  void reshaped_sharesTheMemory() {
    Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4}, 4);
    Tensor square = tensor.reshape(2, 2);
    square.asFloatBuffer().put(3, 9);
    assertThat(tensor.toFloatArray()).containsExactly(1, 2, 3, 9);
    tensor.close();
    assertThat(square.toFloatArray()).containsExactly(1, 2, 3, 9);
    assertThatThrownBy(() -> square.reshape(3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("4 elements");
  }

  @Test
  void closed_refusesAllUseButNamesItself() {
    Tensor tensor = Tensor.of(new int[] {1}, 1);
    tensor.close();
    tensor.close();
    assertThat(tensor.isClosed()).isTrue();
    assertThat(tensor.shape()).isEqualTo(Shape.of(1));
    assertThat(tensor).hasToString("int32[1] (closed)");
    List<Runnable> uses =
        List.of(
            tensor::asByteBuffer,
            tensor::asByteBuffers,
            tensor::asBuffer,
            tensor::asIntBuffer,
            tensor::toIntArray,
            tensor::toFloatArray,
            tensor::toByteArray,
            tensor::pin,
            () -> tensor.reshape(1, 1),
            () -> tensor.to(ElementType.INT32),
            () -> tensor.to(ElementType.INT8));
    for (Runnable use : uses) {
      assertThatThrownBy(use::run)
          .isInstanceOf(ClosedException.class)
          .hasMessageContaining("int32[1] is closed");
    }
  }

  @Test
  void toTheSameType_isTheTensorItself() {
    Tensor tensor = Tensor.of(new int[] {1}, 1);
    assertThat(tensor.to(ElementType.INT32)).isSameAs(tensor);
    assertThat(tensor).hasToString("int32[1]");
  }
}
