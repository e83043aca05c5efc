package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorBoardProfileTest {
  @TempDir Path folder;

  private static Profile profile() {
    GraphBuilder graph = Graph.builder("layer");
    graph.input("x", ElementType.FLOAT32, Shape.of(4, 8));
    graph.initializer("w", Tensor.allocate(ElementType.FLOAT32, Shape.of(8, 16)));
    graph.node("MatMul", "product", List.of("x", "w"));
    graph.node("Sigmoid", "y", List.of("product"));
    graph.output("y", ElementType.FLOAT32, Shape.of(4, 16));
    Model model = Model.of(graph.build(), ModelInfo.of(13));
    return Profiler.profile(
        model,
        Accelerators.named("reference"),
        Map.of("x", Tensor.allocate(ElementType.FLOAT32, Shape.of(4, 8))));
  }

  @Test
  void file_liesWhereTensorBoardLooks() {
    Path file = TensorBoardProfile.save(profile(), folder, "first.run-1");
    assertThat(file)
        .isEqualTo(folder.resolve("plugins/profile/first.run-1/localhost.xplane.pb"))
        .isRegularFile();
  }

  @Test
  void runsWithOddNames_areRefused() {
    Profile profile = profile();
    for (String name : List.of("../up", "..", ".", "")) {
      assertThatThrownBy(() -> TensorBoardProfile.save(profile, folder, name))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'" + name + "'");
    }
    assertThat(Files.exists(folder.resolve("plugins"))).isFalse();
  }
}
