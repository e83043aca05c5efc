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

final class RefinementsTest {
  /** Layers whose inputs go together, since few channels were spread over many. */
  private static Model net(int seed) {
    Nets nets = new Nets(seed);
    nets.input("x", 1, 3, 12, 12);
    String spread = nets.node("Relu", "r1", List.of(nets.conv("c1", "x", 3, 24, 3)));
    String mixed = nets.node("Relu", "r2", List.of(nets.conv("c2", spread, 24, 24, 1)));
    nets.conv("y", mixed, 24, 8, 3);
    return nets.output("y", 1, 8, 12, 12).model(13);
  }

  private static double sqnr(Model model, Model quantized, int seed) {
    return Runs.sqnr(model, quantized, Nets.samples(model, 8, seed + 1000));
  }

  private static Model quantize(Model model, int seed, String... settings) {
    List<Map<String, Tensor>> samples = Nets.samples(model, 16, seed);
    QuantizationOptions options = QuantizationOptions.defaults();
    for (int i = 0; i < settings.length; i += 2) {
      options = options.with(settings[i], settings[i + 1]);
    }
    return new Int8Quantizer().quantize(model, samples, options).model();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void learnedRounding_bringsResultsNearer(int seed) {
    Model model = net(seed);
    double nearest = sqnr(model, quantize(model, seed, "rounding", "nearest"), seed);
    double learned = sqnr(model, quantize(model, seed, "rounding", "learned"), seed);
    assertThat(learned).isGreaterThan(nearest);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void searchedRanges_costLittleAtWorst(int seed) {
    Model model = net(seed);
    double full = sqnr(model, quantize(model, seed, "weight-ranges", "full"), seed);
    double searched = sqnr(model, quantize(model, seed, "weight-ranges", "searched"), seed);
    assertThat(searched).isGreaterThan(full - 0.5);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2})
  void twoRuns_giveTheSameNumbers(int seed) {
    Model model = net(seed);
    Map<String, Tensor> sample = Nets.samples(model, 1, 5).get(0);
    String[] settings = {"weight-ranges", "searched", "rounding", "learned"};
    assertThat(Runs.run(quantize(model, seed, settings), sample).get("y").toFloatArray())
        .isEqualTo(Runs.run(quantize(model, seed, settings), sample).get("y").toFloatArray());
  }
}
