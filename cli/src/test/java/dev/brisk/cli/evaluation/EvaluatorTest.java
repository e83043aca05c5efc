package dev.brisk.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Accelerators;
import dev.brisk.CancelledException;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Progress;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Sample;
import dev.brisk.cli.data.Samples;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EvaluatorTest {
  private static final int SAMPLES = 150;

  @Test
  void freeBatch_givesWhatSinglesGive() {
    GraphBuilder graph = graph(-1);
    String y = graph.node("Softmax", "y", List.of("x"), Attribute.of("axis", -1));
    assertEachAlone(model(graph, y), (x, i) -> softmax(x, i));
  }

  @Test
  void fixedBatch_runsOneByOne() {
    GraphBuilder graph = graph(1);
    String y = graph.node("Softmax", "y", List.of("x"), Attribute.of("axis", -1));
    assertEachAlone(model(graph, y), (x, i) -> softmax(x, i));
  }

  @Test
  void nodeThatMixesTheBatch_runsOneByOne() {
    GraphBuilder graph = graph(-1);
    String mean =
        graph.node("ReduceMean", "mean", List.of("x"), Attribute.of("axes", new long[] {0, 1}));
    String y = graph.node("Sub", "y", List.of("x", mean));
    assertEachAlone(model(graph, y), (x, i) -> x[i] - (x[0] + x[1] + x[2]) / 3);
  }

  @Test
  void rangesMeasuredAtRunTime_runOneByOne() {
    GraphBuilder graph = graph(-1);
    graph.node(
        Node.of("DynamicQuantizeLinear", "q", List.of("x"), List.of("codes", "scale", "zero")));
    String y = graph.node("DequantizeLinear", "y", List.of("codes", "scale", "zero"));
    assertEachAlone(
        model(graph, y),
        (x, i) -> {
          double low = Math.min(0, Math.min(x[0], Math.min(x[1], x[2])));
          double high = Math.max(0, Math.max(x[0], Math.max(x[1], x[2])));
          double scale = (high - low) / 255;
          double zero = Math.rint(-low / scale);
          return (Math.rint(x[i] / scale) + zero - zero) * scale;
        });
  }

  @Test
  void constantBatchInside_runsOneByOne() {
    GraphBuilder graph = graph(-1);
    graph.initializer("shape", Tensor.of(new long[] {1, 3}, 2));
    String y = graph.node("Reshape", "y", List.of("x", "shape"));
    assertEachAlone(model(graph, y), (x, i) -> x[i]);
  }

  @Test
  void noSamples_areRefused() {
    assertThatThrownBy(() -> evaluate(identity(), samples(0), Progress.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("There are no samples to evaluate");
  }

  @Test
  void progress_cancels() {
    assertThatThrownBy(
            () ->
                evaluate(
                    identity(),
                    samples(SAMPLES),
                    (stage, done, total) -> {
                      if (done > 0) {
                        throw new CancelledException("enough");
                      }
                    }))
        .isInstanceOf(CancelledException.class);
  }

  private interface Expected {
    double at(float[] x, int index);
  }

  private static double softmax(float[] x, int index) {
    return Math.exp(x[index]) / (Math.exp(x[0]) + Math.exp(x[1]) + Math.exp(x[2]));
  }

  private static void assertEachAlone(Model model, Expected expected) {
    Samples samples = samples(SAMPLES);
    List<float[]> outputs = evaluate(model, samples, Progress.NONE);
    assertThat(outputs).hasSize(SAMPLES);
    for (int sample = 0; sample < SAMPLES; sample++) {
      float[] x = samples.get(sample).inputs().get("x").toFloatArray();
      for (int i = 0; i < 3; i++) {
        assertThat((double) outputs.get(sample)[i])
            .as("sample %d, element %d", sample, i)
            .isCloseTo(expected.at(x, i), within(1e-5));
      }
    }
  }

  private static List<float[]> evaluate(Model model, Samples samples, Progress progress) {
    List<float[]> outputs = new ArrayList<>();
    new Evaluator(Accelerators.named("onnxruntime"), CompileOptions.defaults().threads(1), progress)
        .run(List.of(model), samples, "y", (sample, all) -> outputs.add(all.get(0)));
    return outputs;
  }

  private static Model identity() {
    GraphBuilder graph = graph(-1);
    return model(graph, graph.node("Identity", "y", List.of("x")));
  }

  private static GraphBuilder graph(long batch) {
    GraphBuilder graph = Graph.builder("g");
    graph.input("x", ElementType.FLOAT32, Shape.of(batch, 3));
    return graph;
  }

  private static Model model(GraphBuilder graph, String output) {
    graph.output(output, ElementType.FLOAT32, Shape.of(-1, 3));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  private static Samples samples(int size) {
    return new Samples() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Sample get(int index) {
        Random random = new Random(index);
        float[] x = new float[3];
        for (int i = 0; i < x.length; i++) {
          x[i] = (index + 1) * (float) random.nextGaussian() / 20;
        }
        return new Sample("" + index, OptionalLong.empty(), Map.of("x", Tensor.of(x, 1, 3)), null);
      }
    };
  }
}
