package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.quantization.testing.Kernels;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BiasCorrectionTest {
  private static final QuantizationOptions CORRECTED =
      QuantizationOptions.defaults().with("rounding", "nearest");

  private static final QuantizationOptions PLAIN = CORRECTED.with("biases", "plain");

  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void means_areThoseOfTheFloatModel(int seed) {
    Model model = deep(seed);
    List<Map<String, Tensor>> samples = Nets.samples(model, 16, seed);
    Quantization plain = Quantizers.named("int8").quantize(model, samples, PLAIN);
    Quantization corrected = Quantizers.named("int8").quantize(model, samples, CORRECTED);

    double before = meanError(model, plain.model(), samples);
    double after = meanError(model, corrected.model(), samples);
    assertThat(after).isLessThan(before / 3);
    assertThat(Kernels.of(corrected.model(), folder))
        .isEqualTo(Kernels.of(plain.model(), folder))
        .containsEntry("QLinearConv", 4)
        .containsEntry("QGemm", 1);
  }

  @Test
  void oneSample_isTooFewToCorrectBy() {
    Model model = deep(9);
    List<Map<String, Tensor>> one = Nets.samples(model, 1, 1);
    Quantization plain = Quantizers.named("int8").quantize(model, one, PLAIN);
    Quantization corrected = Quantizers.named("int8").quantize(model, one, CORRECTED);
    assertThat(corrected.model().graph().initializers().keySet())
        .isEqualTo(plain.model().graph().initializers().keySet());
    assertThat(meanError(plain.model(), corrected.model(), one)).isZero();
  }

  @Test
  void samplesOfNanAndOfNoRows_areLeftOut() {
    Model model = deep(5);
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, 5);
    List<Map<String, Tensor>> broken = new ArrayList<>(samples);
    float[] numbers = samples.get(0).get("x").toFloatArray();
    numbers[7] = Float.NaN;
    broken.add(Map.of("x", Tensor.of(numbers, 2, 3, 10, 10)));
    broken.add(Map.of("x", Tensor.of(new float[0], 0, 3, 10, 10)));
    Model without = Quantizers.named("int8").quantize(model, samples).model();
    Model with = Quantizers.named("int8").quantize(model, broken).model();
    assertThat(Runs.sqnr(model, with, samples))
        .isCloseTo(Runs.sqnr(model, without, samples), within(1.0));
  }

  /** Weights of one sign make rounding errors that do not cancel. */
  private static Model deep(int seed) {
    Nets net = new Nets(seed);
    String x = net.input("x", -1, 3, 10, 10);
    String a = net.node("Relu", "a", List.of(net.conv("c1", x, 3, 8, 3)));
    String b =
        net.node(
            "Relu", "b", List.of(net.convBy("c2", a, net.weights("w2", 0.2, 8, 8, 3, 3), "", 3)));
    String c = net.node("Add", "c", List.of(a, net.conv("c3", b, 8, 8, 1)));
    String d = net.conv("c4", c, 8, 6, 3);
    String p = net.node("GlobalAveragePool", "p", List.of(d));
    String f = net.node("Flatten", "f", List.of(p));
    net.node("Gemm", "y", List.of(f, net.weights("w5", 0.4, 4, 6)), Attribute.of("transB", 1L));
    return net.output("y", -1, 4).output("c4", -1, 6, 10, 10).model(13);
  }

  /** The mean over channels of the squared mean error over samples and positions. */
  private static double meanError(Model reference, Model model, List<Map<String, Tensor>> samples) {
    double[] sums = new double[10];
    for (Map<String, Tensor> sample : samples) {
      Map<String, Tensor> expected = Runs.run(reference, sample);
      Map<String, Tensor> actual = Runs.run(model, sample);
      add(sums, 0, 1, actual.get("y"), expected.get("y"));
      add(sums, 4, 1, actual.get("c4"), expected.get("c4"));
    }
    double total = 0;
    for (double sum : sums) {
      total += Math.pow(sum / samples.size(), 2);
    }
    return total;
  }

  private static void add(double[] sums, int from, int axis, Tensor actual, Tensor expected) {
    float[] a = actual.toFloatArray();
    float[] b = expected.toFloatArray();
    long[] dims = actual.shape().dims();
    int inner = dims.length > 2 ? (int) (dims[2] * dims[3]) : 1;
    int channels = (int) dims[axis];
    for (int i = 0; i < a.length; i++) {
      sums[from + i / inner % channels] += (a[i] - b[i]) / (double) (dims[0] * inner);
    }
  }
}
