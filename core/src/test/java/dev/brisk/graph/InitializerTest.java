package dev.brisk.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

final class InitializerTest {
  @Test
  void tensor_isKeptWhereItHasBytes() {
    Tensor numbers = Tensor.of(new int[] {1, 2}, 2);
    Tensor words = Tensor.of(new String[] {"a"}, 1);
    assertThat(Initializer.of("n", numbers).tensor()).isSameAs(numbers);
    assertThat(Initializer.of("w", words).tensor()).isSameAs(words);
    assertThat(Initializer.of("n", numbers)).hasToString("n int32[2]");
  }

  @Test
  void tensorWithoutBytes_isCopied() {
    FloatBuffer memory =
        ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).asFloatBuffer().put(1, 3);
    Tensor tensor = Tensor.of(ElementType.FLOAT32, Shape.of(2), memory);
    Initializer initializer = Initializer.of("w", tensor);
    assertThat(initializer.tensor().hasBytes()).isTrue();
    assertThat(initializer.tensor().toFloatArray()).containsExactly(0, 3);
  }
}
