package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginsTest {
  private final Origins origins = new Origins(model());

  @ParameterizedTest
  @CsvSource({
    "conv, conv",
    "conv_nchwc, conv",
    "conv_token_17, conv",
    "conv/MatMulScaleFusion/, conv",
    "own_nchwc, own_nchwc",
    "Neg_2, z",
  })
  void names_areTakenBack(String name, String label) {
    assertThat(origins.of(name)).isEqualTo(label);
  }

  @Test
  void others_haveNoOrigin() {
    assertThat(List.of("ReorderOutput", "Neg_1", "Abs_2", "Neg_7", "Neg_99999999999", "conv_2"))
        .allSatisfy(name -> assertThat(origins.of(name)).isEmpty());
  }

  private static Model model() {
    Shape shape = Shape.of(2);
    GraphBuilder graph = Graph.builder("named");
    graph.input("x", ElementType.FLOAT32, shape);
    graph.node("Abs", "conv", List.of("x"));
    graph.node("Neg", "own_nchwc", List.of("conv"));
    graph.node(Node.of("Neg", "", List.of("own_nchwc"), List.of("z")));
    graph.output("z", ElementType.FLOAT32, shape);
    return Model.of(graph.build(), ModelInfo.of(13));
  }
}
