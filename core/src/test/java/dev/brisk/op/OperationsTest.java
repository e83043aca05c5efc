package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic that operators are said to need. */
final class OperationsTest {
  private static final int ELEMENTS = 2 * 8 * 6 * 6;

  private final GraphBuilder graph = Graph.builder("test");

  private long operations() {
    Model model = Model.of(graph.build(), ModelInfo.of(20));
    return Costs.operations(model, Map.of()).values().stream().mapToLong(Long::longValue).sum();
  }

  private long operations(String type, List<String> inputs, Attribute... attributes) {
    graph.node(type, "y", inputs, attributes);
    return operations();
  }

  private String image(String name) {
    graph.input(name, ElementType.FLOAT32, Shape.of(2, 8, 6, 6));
    return name;
  }

  private String floats(String name, long... dims) {
    return graph.initializer(name, Tensor.allocate(ElementType.FLOAT32, Shape.of(dims)));
  }

  @ParameterizedTest
  @CsvSource({
    "Relu,1",
    "Abs,1",
    "Floor,1",
    "LeakyRelu,2",
    "Sqrt,4",
    "Exp,8",
    "Tanh,8",
    "Erf,8",
    "Sigmoid,14",
    "HardSwish,5",
    "Elu,11",
    "Mish,28",
    "Gelu,12",
    "Softmax,12",
    "LogSoftmax,12",
    "Hardmax,1",
    "LpNormalization,3",
    "Clip,2",
    "MeanVarianceNormalization,5",
    "Identity,0"
  })
  void eachElement_weighs(String type, int weight) {
    assertThat(operations(type, List.of(image("x")))).isEqualTo((long) ELEMENTS * weight);
  }

  @ParameterizedTest
  @CsvSource({"Add,1", "Mul,1", "Div,4", "Greater,1", "Pow,8", "Max,1", "PRelu,2", "Mod,4"})
  void stretchedElements_weigh(String type, int weight) {
    assertThat(operations(type, List.of(image("x"), floats("b", 8, 1, 1))))
        .isEqualTo((long) ELEMENTS * weight);
  }

  @Test
  void squares_areProducts() {
    String two = graph.initializer("two", Tensor.of(new float[] {2}, 1));
    assertThat(operations("Pow", List.of(image("x"), two))).isEqualTo(ELEMENTS);
  }

  @ParameterizedTest
  @CsvSource({"ReduceSum,1", "ReduceMean,1", "ReduceMax,1", "ReduceL2,2", "ReduceLogSumExp,11"})
  void reductions_countWhatTheyTake(String type, int weight) {
    assertThat(operations(type, List.of(image("x")))).isEqualTo((long) ELEMENTS * weight);
  }

  @Test
  void layerNormalization_hasStatisticsScaleAndBias() {
    List<String> inputs = List.of(image("x"), floats("scale", 6), floats("bias", 6));
    assertThat(operations("LayerNormalization", inputs)).isEqualTo(7 * ELEMENTS);
  }

  @Test
  void batchNormalization_isAFactorAndAnOffset() {
    String channels = floats("c", 8);
    List<String> inputs = List.of(image("x"), channels, channels, channels, channels);
    assertThat(operations("BatchNormalization", inputs)).isEqualTo(2 * ELEMENTS);
  }

  @Test
  void pools_countTheirWindows() {
    Attribute kernel = Attribute.of("kernel_shape", new long[] {3, 3});
    Attribute strides = Attribute.of("strides", new long[] {3, 3});
    assertThat(operations("MaxPool", List.of(image("x")), kernel, strides)).isEqualTo(ELEMENTS);
  }

  @ParameterizedTest
  @CsvSource({"nearest,0", "linear,8", "cubic,32"})
  void resizing_countsTheNeighboursOfEachElementMade(String mode, int weight) {
    String scales = graph.initializer("s", Tensor.of(new float[] {1, 1, 2, 2}, 4));
    List<String> inputs = List.of(image("x"), "", scales);
    assertThat(operations("Resize", inputs, Attribute.of("mode", mode)))
        .isEqualTo(4L * ELEMENTS * weight);
  }

  @Test
  void products_areTwoForEachMultiplyAdd() {
    assertThat(operations("MatMul", List.of(image("x"), floats("w", 6, 10))))
        .isEqualTo(2L * 2 * 8 * 6 * 6 * 10);
  }

  @Test
  void quantizing_isMoreThanDequantizing() {
    String scale = graph.initializer("scale", Tensor.of(new float[] {1}));
    graph.node("QuantizeLinear", "q", List.of(image("x"), scale));
    graph.node("DequantizeLinear", "y", List.of("q", scale));
    assertThat(operations()).isEqualTo((8 + 2) * ELEMENTS);
  }

  @Test
  void whatMovesElements_countsNothing() {
    graph.node("Transpose", "y", List.of(image("x")));
    assertThat(operations()).isZero();
  }
}
