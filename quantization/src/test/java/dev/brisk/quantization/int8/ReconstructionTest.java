package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReconstructionTest {
  /** A chain with a shortcut, without biases in one layer, and a Gemm at its end. */
  private static Model net(int seed) {
    Nets nets = new Nets(seed);
    nets.input("x", 1, 3, 10, 10);
    String first = nets.node("Relu", "r1", List.of(nets.conv("c1", "x", 3, 8, 3)));
    String weights = nets.weights("c2_w", 0.3, 8, 8, 3, 3);
    String second = nets.node("Relu", "r2", List.of(nets.convBy("c2", first, weights, "", 3)));
    String sum = nets.node("Add", "sum", List.of(first, second));
    String third = nets.node("Relu", "r3", List.of(nets.conv("c3", sum, 8, 8, 1)));
    String mean = nets.node("GlobalAveragePool", "mean", List.of(third));
    String flat = nets.node("Flatten", "flat", List.of(mean));
    nets.node(
        "Gemm", "y", List.of(flat, nets.weights("g_w", 0.5, 8, 4), nets.weights("g_b", 0.1, 4)));
    return nets.output("y", 1, 4).model(13);
  }

  private static Model quantize(Model model, int seed, String biases) {
    return new Int8Quantizer()
        .quantize(
            model,
            Nets.samples(model, 32, seed),
            QuantizationOptions.defaults().with("biases", biases).with("rounding", "nearest"))
        .model();
  }

  /** The largest difference of the mean of an output from the float model's, over all outputs. */
  private static double shift(Model model, Model quantized, List<Map<String, Tensor>> samples) {
    double[] sums = new double[4];
    for (Map<String, Tensor> sample : samples) {
      float[] expected = Runs.run(model, sample).get("y").toFloatArray();
      float[] actual = Runs.run(quantized, sample).get("y").toFloatArray();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (actual[i] - expected[i]) / samples.size();
      }
    }
    double square = 0;
    for (double sum : sums) {
      square += sum * sum;
    }
    return Math.sqrt(square);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void meansOfOutputs_areThoseOfTheFloatModel(int seed) {
    Model model = net(seed);
    List<Map<String, Tensor>> samples = Nets.samples(model, 32, seed);
    double plain = shift(model, quantize(model, seed, "plain"), samples);
    double mended = shift(model, quantize(model, seed, "reconstructed"), samples);
    assertThat(mended).isLessThan(0.5 * plain);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2})
  void twoRuns_giveTheSameNumbers(int seed) {
    Model model = net(seed);
    Map<String, Tensor> sample = Nets.samples(model, 1, 5).get(0);
    assertThat(Runs.run(quantize(model, seed, "reconstructed"), sample).get("y").toFloatArray())
        .isEqualTo(
            Runs.run(quantize(model, seed, "reconstructed"), sample).get("y").toFloatArray());
  }
}
