package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MendingTest {
  /** One channel is so large that the codes of the others, all above 0, are 0 for the most part. */
  private static Model net(int seed) {
    Nets nets = new Nets(seed);
    String small =
        nets.node("Relu", "r", List.of(nets.conv("c", nets.input("x", 1, 3, 10, 10), 3, 8, 3)));
    float[] scales = {800, 1, 1, 1, 1, 1, 1, 1};
    Random random = new Random(seed);
    float[] weights = new float[64];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() / scales[i % 8];
    }
    nets.constant("scales", Tensor.of(scales, 1, 8, 1, 1));
    nets.constant("w", Tensor.of(weights, 8, 8, 1, 1));
    String wide = nets.node("Mul", "wide", List.of(small, "scales"));
    String conv = nets.convBy("back", wide, "w", nets.weights("b", 0.1, 8), 1);
    nets.node("GlobalAveragePool", "y", List.of(conv));
    return nets.output("y", 1, 8, 1, 1).model(13);
  }

  private static Quantization quantize(Model model, int seed, String biases, int samples) {
    return new Int8Quantizer()
        .quantize(
            model,
            Nets.samples(model, samples, seed),
            QuantizationOptions.defaults()
                .with("biases", biases)
                .with("rounding", "nearest")
                .with("channels", "plain"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void whatIsChosen_isNearerOnNewSamples(int seed) {
    Model model = net(seed);
    Quantization chosen = quantize(model, seed, "auto", 48);
    List<Map<String, Tensor>> others = Nets.samples(model, 32, 100 + seed);
    double auto = Runs.sqnr(model, chosen.model(), others);
    double corrected = Runs.sqnr(model, quantize(model, seed, "corrected", 48).model(), others);
    String finding = chosen.report().findings().get(0);
    assertThat(finding).startsWith("Biases were ").contains("on 16 samples");
    assertThat(auto).isGreaterThanOrEqualTo(corrected);
    assertThat(finding.startsWith("Biases were reconstructed")).isEqualTo(auto > corrected);
  }

  @ParameterizedTest(name = "{0} samples")
  @ValueSource(ints = {1, 2, 7})
  void fewSamples_giveCorrectedBiases(int samples) {
    Model model = net(1);
    Quantization auto = quantize(model, 1, "auto", samples);
    Quantization corrected = quantize(model, 1, "corrected", samples);
    assertThat(auto.report().findings()).isEmpty();
    Map<String, Tensor> sample = Nets.samples(model, 1, 5).get(0);
    assertThat(Runs.run(auto.model(), sample).get("y").toFloatArray())
        .isEqualTo(Runs.run(corrected.model(), sample).get("y").toFloatArray());
  }
}
