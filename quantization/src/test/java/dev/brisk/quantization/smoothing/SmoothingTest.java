package dev.brisk.quantization.smoothing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.quantization.int8.Int8Quantizer;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmoothingTest {
  private static final int WIDTH = 24;

  /** Numbers of which a few are much larger than the others. */
  private static Tensor outliers(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((random.nextInt(8) == 0 ? 30 : 1) * (0.5 + random.nextDouble()));
    }
    return Tensor.of(values, size);
  }

  /** What makes the value that products read: its name is {@code v}. */
  private static void parent(Nets nets, String kind, Random random) {
    String scales = nets.constant("scales", outliers(random, WIDTH));
    switch (kind) {
      case "LayerNormalization" ->
          nets.node(kind, "v", List.of("x", scales, nets.weights("beta", 1, WIDTH)));
      case "Mul" -> nets.node(kind, "v", List.of(scales, "x"));
      case "Scalar" -> {
        String wide = nets.node("Mul", "wide", List.of("x", scales));
        nets.node("Mul", "v", List.of(wide, nets.constant("two", Tensor.of(new float[] {2}, 1))));
      }
      case "Add" -> {
        String wide = nets.node("MatMul", "wide", List.of("x", matrix(nets, random)));
        nets.node("Add", "v", List.of(nets.weights("bias", 1, WIDTH), wide));
      }
      case "Relu" -> {
        String wide = nets.node("MatMul", "wide", List.of("x", matrix(nets, random)));
        nets.node("Relu", "v", List.of(wide));
      }
      default -> nets.node("Softmax", "v", List.of(nets.node("Mul", "m", List.of("x", scales))));
    }
  }

  private static String matrix(Nets nets, Random random) {
    float[] scales = outliers(random, WIDTH).toFloatArray();
    float[] values = new float[WIDTH * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * scales[i % WIDTH];
    }
    return nets.constant("spread", Tensor.of(values, WIDTH, WIDTH));
  }

  /** Two products that share a value, and perhaps their weights, with or without another reader. */
  private static Model net(String kind, int seed) {
    Random random = new Random(seed);
    Nets nets = new Nets(seed);
    nets.input("x", 1, 6, WIDTH);
    parent(nets, kind, random);
    String weights = nets.weights("w1", 0.2, WIDTH, WIDTH);
    String left = nets.node("MatMul", "left", List.of("v", weights));
    boolean shared = random.nextBoolean();
    String other = shared ? weights : nets.weights("w2", 0.2, WIDTH, WIDTH);
    String right = nets.node("MatMul", "right", List.of("v", other));
    String sum = nets.node("Add", "sum", List.of(left, right));
    if (random.nextInt(3) == 0) {
      sum = nets.node("Add", "residual", List.of(sum, "v"));
    }
    nets.node("Relu", "y", List.of(sum));
    return nets.output("y", 1, 6, WIDTH).model(17);
  }

  private static Smoothing smooth(Model model, Set<String> excluded) {
    List<Node> layers =
        model.graph().nodes().stream()
            .filter(node -> node.is("MatMul") || node.is("Gemm"))
            .filter(node -> !excluded.contains(node.label()))
            .toList();
    return Smoothing.of(
        model,
        model,
        layers,
        excluded,
        Nets.samples(model, 8, 3),
        Accelerators.best(),
        Progress.NONE);
  }

  private static void assertSame(Model model, Model smoothed) {
    for (Map<String, Tensor> sample : Nets.samples(model, 3, 9)) {
      float[] before = Runs.run(model, sample).get("y").toFloatArray();
      float[] after = Runs.run(smoothed, sample).get("y").toFloatArray();
      double largest = 0;
      for (float value : before) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < before.length; i++) {
        assertThat(Math.abs(after[i] - before[i])).isLessThanOrEqualTo((float) (1e-5 * largest));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void smoothedModel_computesTheSame(int seed) {
    for (String kind : List.of("LayerNormalization", "Mul", "Scalar", "Add", "Relu", "Softmax")) {
      Model model = net(kind, seed);
      Smoothing smoothing = smooth(model, Set.of());
      assertSame(model, smoothing.model());
      assertSame(model, smoothing.measuring());
    }
  }

  @Test
  void onlyReaders_shrinkWithinWhatMakesTheValue() {
    Nets nets = new Nets(1);
    nets.input("x", 1, 6, WIDTH);
    parent(nets, "LayerNormalization", new Random(1));
    nets.node("MatMul", "y", List.of("v", nets.weights("w", 0.2, WIDTH, WIDTH)));
    Model model = nets.output("y", 1, 6, WIDTH).model(17);
    Smoothing smoothing = smooth(model, Set.of());
    assertThat(smoothing.model().graph().nodes())
        .extracting(Node::operator)
        .containsExactly("LayerNormalization", "MatMul");
    assertThat(smoothing.model().graph().initializers()).doesNotContainKeys("scales", "w");
    Model untouched = smooth(model, Set.of("v")).model();
    assertThat(untouched.graph().initializers()).containsKey("scales");
  }

  @Test
  void evenChannels_stayAsTheyAre() {
    Nets nets = new Nets(1);
    nets.input("x", 1, 6, WIDTH);
    String value = nets.node("Relu", "v", List.of("x"));
    nets.node("MatMul", "y", List.of(value, nets.weights("w", 0.2, WIDTH, WIDTH)));
    Model model = nets.output("y", 1, 6, WIDTH).model(17);
    assertThat(smooth(model, Set.of()).model().graph().initializers()).containsOnlyKeys("w");
  }

  /** Blocks like those of an encoder, with outliers in what each normalization gives. */
  private static Model encoder(int seed) {
    Random random = new Random(seed);
    Nets nets = new Nets(seed);
    nets.input("x", 1, 16, WIDTH);
    String state = "x";
    for (int block = 0; block < 2; block++) {
      String name = "b" + block;
      String scales = nets.constant(name + "_scales", outliers(random, WIDTH));
      String zeros = nets.weights(name + "_beta", 0.1, WIDTH);
      String normal = nets.node("LayerNormalization", name + "_n", List.of(state, scales, zeros));
      String wide = nets.weights(name + "_w1", 0.05, WIDTH, 2 * WIDTH);
      String bias = nets.weights(name + "_c1", 0.1, 2 * WIDTH);
      String up = nets.node("MatMul", name + "_up", List.of(normal, wide));
      String act = nets.node("Relu", name + "_r", List.of(added(nets, name + "_a", up, bias)));
      String back = nets.weights(name + "_w2", 0.1, 2 * WIDTH, WIDTH);
      String down = nets.node("MatMul", name + "_down", List.of(act, back));
      state = nets.node("Add", name + "_out", List.of(state, down));
    }
    nets.node("ReduceMean", "y", List.of(state), Attribute.of("axes", new long[] {1}));
    return nets.output("y", 1, 1, WIDTH).model(17);
  }

  private static String added(Nets nets, String name, String value, String bias) {
    return nets.node("Add", name, List.of(value, bias));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void plantedOutliers_costLessWhereChannelsAreSmoothed(int seed) {
    Model model = encoder(seed);
    List<Map<String, Tensor>> samples = Nets.samples(model, 16, seed);
    QuantizationOptions options = QuantizationOptions.defaults();
    Int8Quantizer quantizer = new Int8Quantizer();
    Model off = quantizer.quantize(model, samples, options.with("smoothing", "off")).model();
    Model auto = quantizer.quantize(model, samples, options.with("smoothing", "auto")).model();
    List<Map<String, Tensor>> others = Nets.samples(model, 8, seed + 100);
    assertThat(Runs.sqnr(model, auto, others)).isGreaterThan(Runs.sqnr(model, off, others) + 1);
  }
}
