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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MendingTest {
  /** Convolutions in a row of numbers with long tails, which are cut off. */
  private static Model net(int seed) {
    Nets nets = new Nets(seed);
    String value = nets.node("Exp", "e", List.of(nets.input("x", 1, 3, 10, 10)));
    int from = 3;
    for (int i = 0; i < 6; i++) {
      String conv = nets.conv("c" + i, value, from, 8, 3);
      value = nets.node("Relu", "r" + i, List.of(conv));
      from = 8;
    }
    nets.node("GlobalAveragePool", "y", List.of(value));
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
                .with("weights", "seven-bits")
                .with("ranges", "percentile"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void whatIsChosen_isNearerOnNewSamples(int seed) {
    Model model = net(seed);
    Quantization chosen = quantize(model, seed, "auto", 48);
    List<Map<String, Tensor>> others = Nets.samples(model, 32, 100 + seed);
    double auto = Runs.sqnr(model, chosen.model(), others);
    double corrected =
        Runs.sqnr(model, quantize(model, seed, "corrected", 48).model(), others);
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
