package dev.brisk.quantization.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class PreparationTest {
  private static final Offset<Float> ROUNDING = within(1e-5f);

  @Test
  void gemm_withSingleNumberAsBias_ofOneOutput_keepsItsResult() {
    Nets net = new Nets(1);
    net.constant("b", Tensor.of(new float[] {1.5f}));
    net.node("Gemm", "y", List.of(net.input("x", 2, 4), net.weights("w", 1, 4, 1), "b"));
    computesTheSame(net.output("y", 2, 1).model(13), Tensor.of(new float[8], 2, 4));
  }

  @Test
  void gemm_withFactors_keepsItsResult() {
    Nets net = new Nets(2);
    net.constant("b", Tensor.of(new float[] {1, 2, 3}, 1, 3));
    net.node(
        "Gemm",
        "y",
        List.of(net.input("x", 2, 4), net.weights("w", 1, 4, 3), "b"),
        Attribute.of("alpha", 0.5f),
        Attribute.of("beta", 2f));
    computesTheSame(net.output("y", 2, 3).model(13), Tensor.of(new float[8], 2, 4));
  }

  @Test
  void biasAfterProductOfVector_keepsTheRankOfTheResult() {
    Nets net = new Nets(3);
    String m = net.node("MatMul", "m", List.of(net.input("x", 4), net.weights("w", 1, 4, 3)));
    net.node("Add", "y", List.of(m, net.weights("b", 1, 3)));
    computesTheSame(net.output("y", 3).model(13), Tensor.of(new float[] {1, 2, 3, 4}, 4));
  }

  @Test
  void biasAfterProductOfUnknownRank_keepsTheRankOfTheResult() {
    GraphBuilder graph = Graph.builder("unknown rank");
    graph.input(Value.tensor("x", ElementType.FLOAT32, null));
    graph.initializer("w", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
    graph.initializer("b", Tensor.of(new float[] {5, 6}, 2));
    graph.node("MatMul", "m", List.of("x", "w"));
    graph.node("Add", "y", List.of("m", "b"));
    graph.output(Value.tensor("y", ElementType.FLOAT32, null));
    Model model = Model.of(graph.build(), ModelInfo.of(13));
    computesTheSame(model, Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
  }

  @Test
  void meanOfIntegersOverPositions_staysMean() {
    GraphBuilder graph = Graph.builder("integers");
    graph.input("x", ElementType.INT32, Shape.of(1, 2, 2, 2));
    graph.node("ReduceMean", "m", List.of("x"), Attribute.of("axes", new long[] {2, 3}));
    graph.node("Cast", "y", List.of("m"), Attribute.of("to", 1L));
    graph.output("y", ElementType.FLOAT32, Shape.of(1, 2, 1, 1));
    Model model = Model.of(graph.build(), ModelInfo.of(13));
    computesTheSame(model, Tensor.of(new int[] {1, 2, 3, 6, 5, 6, 7, 10}, 1, 2, 2, 2));
  }

  @Test
  void meanOfFloatsOverPositions_becomesPooling() {
    Nets net = new Nets(4);
    net.node(
        "ReduceMean", "y", List.of(net.input("x", 1, 2, 3)), Attribute.of("axes", new long[] {-1}));
    Model model = net.output("y", 1, 2, 1).model(13);
    assertThat(Preparation.forFixedLines(model).graph().nodes())
        .extracting(Node::operator)
        .containsExactly("GlobalAveragePool");
    computesTheSame(model, Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
  }

  private static void computesTheSame(Model model, Tensor input) {
    Tensor before = Runs.run(model, Map.of("x", input)).get("y");
    Tensor after = Runs.run(Preparation.forFixedLines(model), Map.of("x", input)).get("y");
    assertThat(after.shape()).isEqualTo(before.shape());
    assertThat(after.toFloatArray()).containsExactly(before.toFloatArray(), ROUNDING);
  }
}
