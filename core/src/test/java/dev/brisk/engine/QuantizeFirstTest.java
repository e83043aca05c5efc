package dev.brisk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuantizeFirstTest {
  private final GraphBuilder graph = Graph.builder("net");

  private List<String> operators() {
    Model model = QuantizeFirst.apply(Model.of(graph.build(), ModelInfo.of(21)));
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  private void reshape(Tensor scale) {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3));
    graph.initializer("shape", Tensor.of(new long[] {3, 2}, 2));
    graph.initializer("scale", scale);
    graph.initializer("flat", Tensor.of(new long[] {6}, 1));
    graph.node("Relu", "r", List.of("x"));
    graph.node("Reshape", "y", List.of("r", "shape"));
    graph.node("Reshape", "z", List.of("y", "flat"));
    graph.node("QuantizeLinear", "q", List.of("z", "scale"));
    graph.output("q", ElementType.UINT8, Shape.of(6));
  }

  @Test
  void quantizesBeforeAllReshapes() {
    reshape(Tensor.of(new float[] {0.5f}));
    assertThat(operators()).containsExactly("Relu", "QuantizeLinear", "Reshape", "Reshape");
  }

  @Test
  void scalesAlongAnAxisStayWhereTheAxisIs() {
    reshape(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 6));
    assertThat(operators()).containsExactly("Relu", "Reshape", "Reshape", "QuantizeLinear");
  }

  @Test
  void numbersThatOthersReadStay() {
    reshape(Tensor.of(new float[] {0.5f}));
    graph.output("z", ElementType.FLOAT32, Shape.of(6));
    assertThat(operators()).containsExactly("Relu", "Reshape", "Reshape", "QuantizeLinear");
  }
}
