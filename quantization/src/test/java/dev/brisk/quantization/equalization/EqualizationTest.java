package dev.brisk.quantization.equalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Accelerators;
import dev.brisk.CancelledException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Kernels;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EqualizationTest {
  private static final int CHANNELS = 12;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"Relu,1", "Relu,2", "LeakyRelu,3", "LeakyRelu,4", "gate,5", "gate,6", "none,7"})
  void results_stay(String activation, int seed) {
    assertEqualResults(unequal(activation, seed), seed);
  }

  @ParameterizedTest(name = "transB {0}")
  @ValueSource(longs = {0, 1})
  void matrixProducts_keepTheirResults(long transposed) {
    Nets net = new Nets(20 + transposed);
    float[] rows = new float[6 * 8];
    Random random = new Random(transposed);
    for (int i = 0; i < rows.length; i++) {
      int output = transposed == 1 ? i / 8 : i % 6;
      rows[i] = (float) (random.nextGaussian() * Math.exp(-output));
    }
    Attribute attribute = Attribute.of("transB", transposed);
    String x = net.input("x", 64, 8);
    String v = net.constant("v", transposed == 1 ? Tensor.of(rows, 6, 8) : Tensor.of(rows, 8, 6));
    String h = net.node("Gemm", "h", List.of(x, v, net.weights("b", 0.01, 6)), attribute);
    String r = net.node("Relu", "r", List.of(h));
    long[] dims = transposed == 1 ? new long[] {5, 6} : new long[] {6, 5};
    net.node("Gemm", "y", List.of(r, net.weights("w", 1, dims)), attribute);
    assertEqualResults(net.output("y", 64, 5).model(13), 40);
  }

  @Test
  void groupedConvolutions_keepTheirResults() {
    Nets net = new Nets(30);
    float[] factors = {1, 0.3f, 0.1f, 0.03f, 1, 0.01f};
    Random random = new Random(30);
    String x = net.input("x", 1, 3, 16, 16);
    String a = layer(net, "a", x, random, 3, 6, 3, 1, null, factors);
    String r = net.node("Relu", "r", List.of(a));
    String w = net.weights("w", 0.3, 4, 3, 1, 1);
    net.node("Conv", "y", List.of(r, w), Attribute.of("group", 2L));
    assertEqualResults(net.output("y", 1, 4, 16, 16).model(13), 30);
  }

  @Test
  void namesThatTheModelHas_areNotTaken() {
    Nets net = new Nets(31);
    float[] factors = {1, 0.3f, 0.1f, 0.03f, 1, 0.01f};
    Random random = new Random(31);
    String x = net.input("x", 1, 3, 16, 16);
    String a = layer(net, "a", x, random, 3, 6, 3, 1, null, factors);
    String r = net.node("Relu", "r", List.of(a));
    String b = layer(net, "r_equalized", r, random, 6, 4, 1, 1, factors, null);
    net.node("Mul", "y", List.of(b, net.weights("r_equalized_weights_equalized", 1, 1)));
    assertEqualResults(net.output("y", 1, 4, 16, 16).model(13), 31);
  }

  private static void assertEqualResults(Model model, int seed) {
    Equalization equalized = equalize(model, Nets.samples(model, 4, seed), Set.of());
    assertThat(equalized.values()).isNotEmpty();
    for (Map<String, Tensor> fresh : Nets.samples(model, 3, seed + 100)) {
      float[] expected = Runs.run(model, fresh).get("y").toFloatArray();
      float[] actual = Runs.run(equalized.model(), fresh).get("y").toFloatArray();
      assertThat(actual).containsExactly(expected, within(1e-5f));
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"Relu,1", "LeakyRelu,2", "gate,3", "none,4"})
  void unequalChannels_keepTheirPrecisionInInt8(String activation, int seed) {
    Model model = unequal(activation, seed);
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, seed);
    QuantizationOptions plain = QuantizationOptions.defaults().with("channels", "plain");
    Model without = Quantizers.named("int8").quantize(model, samples, plain).model();
    Model with = Quantizers.named("int8").quantize(model, samples).model();

    double gain = Runs.sqnr(model, with, samples) - Runs.sqnr(model, without, samples);
    assertThat(gain).isGreaterThan(4);
    assertThat(Kernels.of(with, folder)).containsEntry("QLinearConv", 4);
  }

  @Test
  void clipKeepsItsCeiling_whichSamplesDoNotReach() {
    Model model = unequal("Clip", 8);
    List<Map<String, Tensor>> samples = Nets.samples(model, 4, 8);
    Equalization equalized = equalize(model, samples, Set.of());
    assertThat(equalized.values()).isNotEmpty();
    for (Map<String, Tensor> sample : samples) {
      assertThat(Runs.run(equalized.model(), sample).get("y").toFloatArray())
          .containsExactly(Runs.run(model, sample).get("y").toFloatArray(), within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "r"})
  void excludedNode_andWhatItReads_stay(String excluded) {
    Model model = unequal("Relu", 9);
    Equalization equalized = equalize(model, Nets.samples(model, 4, 9), Set.of(excluded));
    assertThat(equalized.model().graph().producer("r")).isNotNull();
    assertThat(equalized.model().graph().producer("d_equalized")).isNotNull();
  }

  @Test
  void nothingChanges_withoutSamples_andWhereTheyAreFew() {
    Nets net = new Nets(10);
    String h = net.node("Gemm", "h", List.of(net.input("x", -1, 8), net.weights("v", 1, 8, 8)));
    net.node("Gemm", "y", List.of(h, net.weights("w", 1, 8, 2)));
    Model dense = net.output("y", -1, 2).model(13);
    assertThat(equalize(dense, Nets.samples(dense, 8, 1), Set.of()).values()).isEmpty();
    assertThat(equalize(unequal("Relu", 1), List.of(), Set.of()).values()).isEmpty();
  }

  @Test
  void listener_isToldOfEachSample_andCanCancel() {
    Model model = unequal("Relu", 12);
    List<Map<String, Tensor>> samples = Nets.samples(model, 3, 12);
    List<String> told = new ArrayList<>();
    Progress progress =
        (stage, done, total) -> {
          told.add(stage + " " + done + "/" + total);
          if (done == 2) {
            throw new CancelledException("enough");
          }
        };
    assertThatThrownBy(
            () ->
                Equalization.of(
                    model,
                    Set.copyOf(model.graph().nodes().stream().filter(n -> n.is("Conv")).toList()),
                    Set.of(),
                    samples,
                    Accelerators.best(),
                    progress))
        .isInstanceOf(CancelledException.class);
    assertThat(told).containsExactly("equalize channels 1/3", "equalize channels 2/3");
  }

  @Test
  void valueThatOthersRead_stays() {
    Nets net = new Nets(11);
    String a = net.conv("a", net.input("x", 1, 3, 16, 16), 3, 4, 3);
    String r = net.node("Relu", "r", List.of(a));
    net.node("Add", "y", List.of(r, net.conv("b", r, 4, 4, 1)));
    Model model = net.output("y", 1, 4, 16, 16).model(13);
    assertThat(equalize(model, Nets.samples(model, 4, 1), Set.of()).values()).isEmpty();
  }

  private static Equalization equalize(
      Model model, List<Map<String, Tensor>> samples, Set<String> excluded) {
    Set<Node> layers = new LinkedHashSet<>();
    for (Node node : model.graph().nodes()) {
      if ((node.is("Conv") || node.is("Gemm")) && !excluded.contains(node.label())) {
        layers.add(node);
      }
    }
    return Equalization.of(model, layers, excluded, samples, Accelerators.best(), Progress.NONE);
  }

  /** Layers that give channels of very unlike ranges, which the next ones make up for. */
  private static Model unequal(String activation, int seed) {
    Nets net = new Nets(seed);
    Random random = new Random(seed);
    float[] factors = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      factors[c] = (float) Math.exp(-4 * random.nextDouble());
    }
    String x = net.input("x", 1, 3, 16, 16);
    String a = layer(net, "a", x, random, 3, CHANNELS, 3, 1, null, factors);
    String r = activate(net, "r", a, activation);
    String d = layer(net, "d", r, random, 1, CHANNELS, 3, CHANNELS, factors, factors);
    String s = activate(net, "s", d, activation);
    String p =
        net.node("MaxPool", "p", List.of(s), Attribute.of("kernel_shape", new long[] {1, 1}));
    String b = layer(net, "b", p, random, CHANNELS, CHANNELS, 1, 1, factors, factors);
    String t = activate(net, "t", b, activation);
    layer(net, "y", t, random, CHANNELS, 4, 1, 1, factors, null);
    return net.output("y", 1, 4, 16, 16).model(13);
  }

  private static String activate(Nets net, String name, String input, String activation) {
    switch (activation) {
      case "none":
        return input;
      case "gate":
        String gate = net.node("Sigmoid", name + "_gate", List.of(input));
        return net.node("Mul", name, List.of(input, gate));
      case "Clip":
        String low = net.constant(name + "_low", Tensor.of(new float[] {0}).reshape());
        String high = net.constant(name + "_high", Tensor.of(new float[] {2}).reshape());
        return net.node("Clip", name, List.of(input, low, high));
      default:
        return net.node(activation, name, List.of(input));
    }
  }

  private static String layer(
      Nets net,
      String name,
      String input,
      Random random,
      int from,
      int to,
      int kernel,
      int groups,
      float @Nullable [] in,
      float @Nullable [] out) {
    float[] weights = new float[to * from * kernel * kernel];
    float[] bias = new float[to];
    for (int i = 0; i < weights.length; i++) {
      int o = i / (from * kernel * kernel);
      int c = groups > 1 ? o : i / (kernel * kernel) % from;
      double size = (out == null ? 1 : out[o]) / (in == null ? 1 : in[c]);
      weights[i] = (float) (random.nextGaussian() * size / Math.sqrt(from * kernel * kernel));
      bias[o] = (float) (out == null ? 0.1 : 0.1 * out[o]);
    }
    net.constant(name + "_w", Tensor.of(weights, to, from, kernel, kernel));
    net.constant(name + "_b", Tensor.of(bias, to));
    long pad = kernel / 2;
    return net.node(
        "Conv",
        name,
        List.of(input, name + "_w", name + "_b"),
        Attribute.of("kernel_shape", new long[] {kernel, kernel}),
        Attribute.of("pads", new long[] {pad, pad, pad, pad}),
        Attribute.of("group", (long) groups));
  }
}
