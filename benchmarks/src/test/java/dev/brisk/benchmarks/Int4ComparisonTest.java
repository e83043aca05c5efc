package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.benchmarks.formula.Columns;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Int4ComparisonTest {
  private static final int WIDTH = 96;
  private static final List<String> LAYERS = List.of("look", "first", "second");

  private final Random random = new Random(7);

  @Test
  void oursAndFormulas_areMeasuredOnAllLayers() throws IOException {
    Int4Comparison comparison = new Int4Comparison(model(), samples());
    List<String> told = new ArrayList<>();
    comparison.quantize((name, text) -> told.add(name));
    comparison.compare();

    assertThat(told).startsWith(LayerDecibels.DEFAULT).contains("gptq", "awq");
    LayerDecibels weights = comparison.weights();
    assertThat(weights.names()).containsAll(told).contains("formula range", "formula gptq");
    assertThat(weights.of(LayerDecibels.DEFAULT)).containsOnlyKeys(LAYERS);
    assertThat(weights.of("formula gptq")).containsOnlyKeys("first", "second");
    assertThat(weights.lead("rtn", "formula range").values())
        .allSatisfy(lead -> assertThat(lead).isCloseTo(0, within(0.1)));
    for (String better : List.of("awq", "gptq", "formula awq", "formula gptq")) {
      assertThat(comparison.results().lead(better, "formula range").values())
          .as(better)
          .allSatisfy(lead -> assertThat(lead).isPositive());
    }
    assertThat(weights.table()).contains("| formula k quant | 3 |");
  }

  @Test
  void formulas_leaveAloneWhatIsZero() {
    Columns zeros = new Columns(new float[2 * WIDTH], WIDTH);
    assertThat(new Formulas(null).decoded(zeros).values())
        .allSatisfy(columns -> assertThat(columns.energy()).isZero());
  }

  /** A table, a normalization whose rows have a large number in each block, and two products. */
  private Model model() {
    GraphBuilder graph = Graph.builder("layers");
    String ids = graph.input("ids", ElementType.INT64, Shape.of(Shape.FREE));
    graph.initializer("table", normal(1, 400, WIDTH));
    String rows = graph.node("Gather", "look", List.of("table", ids));
    float[] scale = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      scale[i] = i % 16 == 0 ? 20 : 0.5f;
    }
    graph.initializer("scale", Tensor.of(scale, WIDTH));
    String even =
        graph.node("LayerNormalization", "even", List.of(rows, "scale"), Attribute.of("axis", -1));
    graph.initializer("w", normal(0.1, WIDTH, 80));
    String first = graph.node("MatMul", "first", List.of(even, "w"));
    graph.initializer("v", normal(0.1, 64, WIDTH));
    graph.initializer("b", normal(0.1, 64));
    Attribute byColumns = Attribute.of("transB", 1);
    String second = graph.node("Gemm", "second", List.of(even, "v", "b"), byColumns);
    graph.output(first, ElementType.FLOAT32, Shape.of(Shape.FREE, 80));
    graph.output(second, ElementType.FLOAT32, Shape.of(Shape.FREE, 64));
    return Model.of(graph.build(), ModelInfo.of(17));
  }

  private Tensor normal(double deviation, long... dims) {
    float[] values = new float[(int) Shape.of(dims).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Tensor.of(values, dims);
  }

  private List<Map<String, Tensor>> samples() {
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long[] ids = random.longs(16, 0, 400).toArray();
      samples.add(Map.of("ids", Tensor.of(ids, ids.length)));
    }
    return samples;
  }
}
