package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CostsTest {
  private final GraphBuilder graph = Graph.builder("test");

  private long macs(Map<String, Shape> shapes) {
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    return Costs.macs(model, shapes).values().stream().mapToLong(Long::longValue).sum();
  }

  private String floats(String name, long... dims) {
    return graph.initializer(name, Tensor.allocate(ElementType.FLOAT32, Shape.of(dims)));
  }

  @Test
  void freeDimensions_countAsOne() {
    graph.input("x", ElementType.FLOAT32, Shape.of(-1, 64));
    graph.node("MatMul", "y", List.of("x", floats("w", 64, 10)));
    assertThat(macs(Map.of())).isEqualTo(640);
    assertThat(macs(Map.of("x", Shape.of(8, 64)))).isEqualTo(8 * 640);
  }

  @Test
  void symbols_holdForOtherInputs() {
    graph.input("x", ElementType.FLOAT32, Shape.of(new long[] {-1, 2}, new String[] {"n", null}));
    graph.input("y", ElementType.FLOAT32, Shape.of(new long[] {2, -1}, new String[] {null, "n"}));
    graph.node("MatMul", "z", List.of("x", "y"));
    assertThat(macs(Map.of("x", Shape.of(5, 2)))).isEqualTo(50);
  }

  @Test
  void groupedConvolution() {
    graph.input("x", ElementType.FLOAT32, Shape.of(1, 8, 16, 16));
    graph.node(
        "Conv",
        "y",
        List.of("x", floats("w", 8, 1, 3, 3)),
        Attribute.of("group", 8L),
        Attribute.of("auto_pad", "SAME_UPPER"));
    assertThat(macs(Map.of())).isEqualTo(8 * 16 * 16 * 9);
  }

  @Test
  void transposedConvolution() {
    graph.input("x", ElementType.FLOAT32, Shape.of(1, 4, 5, 5));
    graph.node(
        "ConvTranspose",
        "y",
        List.of("x", floats("w", 4, 3, 2, 2)),
        Attribute.of("group", 2L),
        Attribute.of("strides", new long[] {2, 2}));
    assertThat(macs(Map.of())).isEqualTo(4 * 25 * 3 * 4);
  }

  @Test
  void recurrentLayer() {
    graph.input("x", ElementType.FLOAT32, Shape.of(7, 2, 5));
    graph.node(
        "LSTM",
        "y",
        List.of("x", floats("w", 2, 12, 5), floats("r", 2, 12, 3)),
        Attribute.of("hidden_size", 3L),
        Attribute.of("direction", "bidirectional"));
    assertThat(macs(Map.of())).isEqualTo(7 * 2 * 2 * 4 * (3 * 5 + 3 * 3));
  }

  @Test
  void moreThanALongCounts_isRefused() {
    graph.input("x", ElementType.FLOAT32, Shape.of(-1, 64));
    graph.node("MatMul", "y", List.of("x", floats("w", 64, 10)));
    assertThatThrownBy(() -> macs(Map.of("x", Shape.of(1L << 60, 64))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("costs more than a long counts");
  }
}
