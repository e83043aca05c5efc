package dev.brisk.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Progress;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Sample;
import dev.brisk.cli.data.Samples;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LayerErrorsTest {
  private static final Accelerator ACCELERATOR = Accelerators.named("onnxruntime");

  @Test
  void factorsOfChannels_areNoErrors() {
    Model before = model("a", 1, 1, 1);
    Map<String, Double> same = measure(before, model("a", 1.01f, 1.01f, 1.01f));
    Map<String, Double> equalized =
        measure(before, model("a_equalized", 1.01f, 8 * 1.01f, 128 * 1.01f));
    assertThat(same.get("layer")).isCloseTo(40, within(0.01));
    assertThat(equalized.get("layer")).isCloseTo(40, within(0.01));
  }

  @Test
  void valueThatItselfHasTheSuffix_isComparedAsItIs() {
    Model before = model("a_equalized", 1, 1, 1);
    assertThat(measure(before, model("a_equalized", 2, 2, 2)).get("layer"))
        .isCloseTo(0, within(0.01));
  }

  @Test
  void valueOfAnotherName_isLeftOut() {
    assertThat(measure(model("a", 1, 1, 1), model("b", 1, 1, 1))).isEmpty();
  }

  private static Map<String, Double> measure(Model before, Model after) {
    return LayerErrors.measure(
        before,
        after,
        List.of("layer"),
        new Normal(),
        ACCELERATOR,
        CompileOptions.defaults().threads(1),
        Progress.NONE);
  }

  /** Multiplies three channels. */
  private static Model model(String value, float... factors) {
    GraphBuilder graph = Graph.builder("g");
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3, 4));
    graph.initializer("factors", Tensor.of(factors, 1, 3, 1));
    graph.node(Node.of("Mul", "layer", List.of("x", "factors"), List.of(value)));
    graph.node(Node.of("Relu", "end", List.of(value), List.of("y")));
    graph.output("y", ElementType.FLOAT32, Shape.of(2, 3, 4));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  /** Normally distributed numbers. */
  private record Normal() implements Samples {
    @Override
    public int size() {
      return 5;
    }

    @Override
    public Sample get(int index) {
      Random random = new Random(index);
      float[] x = new float[24];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      return new Sample("" + index, OptionalLong.empty(), Map.of("x", Tensor.of(x, 2, 3, 4)), null);
    }
  }
}
