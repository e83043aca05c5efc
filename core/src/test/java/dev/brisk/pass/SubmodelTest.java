package dev.brisk.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubmodelTest {
  @Test
  void part_hasTheNodesBetween_andTheInputsAndWeightsThatTheyNeed() {
    Model part = between(List.of("a"), List.of("c"));
    assertThat(part.graph().nodes()).extracting(Node::operator).containsExactly("Relu", "Add");
    assertThat(part.inputs()).extracting(TensorSpec::name).containsExactly("z", "a");
    assertThat(part.inputs().get(1).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(part.outputs()).extracting(TensorSpec::name).containsExactly("c");
    assertThat(part.graph().initializers()).isEmpty();
    assertThat(between(List.of(), List.of("a")).graph().initializers()).containsOnlyKeys("w");
  }

  @Test
  void valuesThatAreNotNeeded_areNoInputs() {
    Model part = between(List.of("a", "d"), List.of("b"));
    assertThat(part.inputs()).extracting(TensorSpec::name).containsExactly("a");
  }

  @Test
  void outputThatNoNodeMakes_isRefused() {
    assertThatThrownBy(() -> between(List.of(), List.of("x")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> between(List.of("a"), List.of("a")))
        .isInstanceOf(InvalidInputException.class);
  }

  private static Model between(List<String> inputs, List<String> outputs) {
    Model model = model();
    return Submodel.between(model, ShapeInference.infer(model), inputs, outputs);
  }

  private static Model model() {
    GraphBuilder graph = Graph.builder("g");
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3));
    graph.input("z", ElementType.FLOAT32, Shape.of(2, 3));
    graph.initializer("w", Tensor.of(new float[] {1, 2, 3}, 3));
    graph.node("Mul", "a", List.of("x", "w"));
    graph.node("Relu", "b", List.of("a"));
    graph.node("Add", "c", List.of("b", "z"));
    graph.node("Exp", "d", List.of("c"));
    graph.output("d", ElementType.FLOAT32, Shape.of(2, 3));
    return Model.of(graph.build(), ModelInfo.of(13));
  }
}
