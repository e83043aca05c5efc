package dev.brisk.internal.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunnerTest {
  private static Executable relu() {
    GraphBuilder graph = Graph.builder("relu");
    graph.input("x", ElementType.FLOAT32, Shape.of(-1, 2));
    graph.node("Relu", "y", List.of("x"));
    graph.output("y", ElementType.FLOAT32, Shape.of(-1, 2));
    return Accelerators.named("reference").compile(Model.of(graph.build(), ModelInfo.of(13)));
  }

  @Test
  void inputsInBuffersOfNumbers_areRunAsOthersAre() {
    ByteBuffer memory = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    Tensor numbers = Tensor.of(ElementType.FLOAT32, Shape.of(1, 2), memory.asFloatBuffer());
    assertThat(numbers.hasBytes()).isFalse();
    try (Executable executable = relu();
        Runner runner = Runner.of(executable, Map.of("x", numbers), 3, System::nanoTime)) {
      assertThat(runner.burst(5)).hasSize(5);
    }
  }
}
