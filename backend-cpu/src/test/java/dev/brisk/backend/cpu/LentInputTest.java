package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.Accelerators;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Inputs on memory that somebody else owns. */
final class LentInputTest {
  private static final Shape SHAPE = Shape.of(1, 2);

  @Test
  void memoryIsGivenBack_whenItsTensorIsClosedAfterARun() {
    AtomicInteger released = new AtomicInteger();
    Tensor lent =
        Tensor.adopt(
            ElementType.FLOAT32, SHAPE, ByteBuffer.allocateDirect(8), released::incrementAndGet);
    try (Executable executable = Accelerators.named("onnxruntime").compile(TestModels.doubled())) {
      executable.run(lent);
      assertThat(released).hasValue(0);
      lent.close();
      assertThat(released).hasValue(1);
    }
  }

  @Test
  void memoryOfAClosedArena_isRefused() throws Exception {
    assumeTrue(Runtime.version().feature() >= 22, "arenas came with JDK 22");
    try (Executable executable = Accelerators.named("onnxruntime").compile(TestModels.doubled())) {
      AutoCloseable arena = confinedArena();
      ByteBuffer memory = allocate(arena).order(ByteOrder.nativeOrder());
      Tensor tensor = Tensor.of(ElementType.FLOAT32, SHAPE, memory);
      assertThat(executable.run(tensor)).containsKey("y");
      arena.close();
      assertThatThrownBy(() -> executable.run(tensor))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("closed");
    }
  }

  private static AutoCloseable confinedArena() throws ReflectiveOperationException {
    return (AutoCloseable)
        Class.forName("java.lang.foreign.Arena").getMethod("ofConfined").invoke(null);
  }

  private static ByteBuffer allocate(AutoCloseable arena) throws ReflectiveOperationException {
    Method allocate =
        Class.forName("java.lang.foreign.Arena").getMethod("allocate", long.class, long.class);
    Object segment = allocate.invoke(arena, 8L, 8L);
    return (ByteBuffer)
        Class.forName("java.lang.foreign.MemorySegment").getMethod("asByteBuffer").invoke(segment);
  }
}
