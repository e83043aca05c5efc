package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.testing.SharedFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OnnxRuntimeTest {
  private final Accelerator accelerator = Accelerators.named("onnxruntime");

  private static Model doubled() {
    GraphBuilder graph = Graph.builder("doubled");
    Shape shape = Shape.of(new long[] {-1, 2}, new String[] {"batch", null});
    graph.input("x", ElementType.FLOAT32, shape);
    graph.node("Add", "y", List.of("x", "x"));
    graph.output("y", ElementType.FLOAT32, shape);
    return Model.of(graph.build(), ModelInfo.of(17));
  }

  @Test
  void runsAModelMadeInCode() {
    try (Executable executable = accelerator.compile(doubled())) {
      Map<String, Tensor> outputs = executable.run(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
      assertThat(outputs.get("y").shape()).isEqualTo(Shape.of(3, 2));
      assertThat(outputs.get("y").toFloatArray()).containsExactly(2, 4, 6, 8, 10, 12);
    }
  }

  @Test
  void runsBound() {
    try (Executable executable = accelerator.compile(doubled());
        Binding binding = executable.bind()) {
      binding.input("x").asFloatBuffer().put(new float[] {3, 4});
      binding.run();
      assertThat(binding.output("y").toFloatArray()).containsExactly(6, 8);
    }
  }

  @Test
  void runsALoadedModel() {
    Model model = Model.load(SharedFiles.require("models/resnet8_cifar10_mlperf.onnx"));
    try (Executable executable = accelerator.compile(model)) {
      Tensor image =
          Tensor.allocate(ElementType.FLOAT32, executable.inputs().get(0).shape().withFree(1));
      Tensor scores = executable.run(image).values().iterator().next();
      assertThat(scores.toFloatArray()).hasSize(10);
    }
  }
}
