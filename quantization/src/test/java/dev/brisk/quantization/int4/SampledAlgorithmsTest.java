package dev.brisk.quantization.int4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Calibration;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SampledAlgorithmsTest {
  private static final int INPUTS = 96;

  private final Quantizer quantizer = Quantizers.named("int4");

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"gptq", "awq"})
  void outputs_areCloserThanWithoutSamples(String algorithm) {
    Model model = model();
    Model plain = quantizer.quantize(model).model();

    Quantization result = quantizer.quantize(model, samples(1, 40), options(algorithm));

    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.report().warnings()).isEmpty();
    NodeError worst = result.report().worst(1).get(0).error().orElseThrow();
    assertThat(worst.of()).isEqualTo(NodeError.Subject.RESULT);
    assertThat(worst.after()).isGreaterThan(worst.before());
    assertThat(Runs.sqnr(model, result.model(), samples(2, 20)))
        .isGreaterThan(Runs.sqnr(model, plain, samples(2, 20)) + 1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"gptq", "awq"})
  void samples_areNeeded_andMayComeFromAFile(String algorithm, @TempDir Path folder) {
    Model model = model();
    QuantizationOptions options = options(algorithm);
    assertThatThrownBy(() -> quantizer.quantize(model, List.of(), options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(algorithm, "samples");
    Calibration none = quantizer.calibrate(model, samples(1, 2), QuantizationOptions.defaults());
    assertThatThrownBy(() -> quantizer.quantize(model, none, options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(algorithm, "samples");

    Calibration whole = quantizer.calibrate(model, samples(1, 8), options);
    Calibration parts =
        quantizer
            .calibrate(model, samples(1, 8).subList(3, 8), options)
            .merge(quantizer.calibrate(model, samples(1, 8).subList(0, 3), options));
    parts.save(folder.resolve("calibration"));
    Calibration loaded = quantizer.load(folder.resolve("calibration"));

    assertThat(loaded.samples()).isEqualTo(8);
    assertThat(weights(quantizer.quantize(model, loaded, options).model()))
        .isEqualTo(weights(quantizer.quantize(model, whole, options).model()));
  }

  private static List<String> weights(Model model) {
    return model.graph().initializers().values().stream()
        .map(Initializer::tensor)
        .map(tensor -> java.util.Arrays.toString(tensor.toByteArray()))
        .toList();
  }

  @Test
  void rowsWithoutNumbers_areLeftOutAndTold() {
    Model model = model();
    List<Map<String, Tensor>> samples = new ArrayList<>(samples(1, 8));
    float[] row = new float[INPUTS];
    row[4] = Float.NaN;
    samples.add(Map.of("x", Tensor.of(row, 1, INPUTS)));
    for (String algorithm : List.of("gptq", "awq")) {
      Quantization result = quantizer.quantize(model, samples, options(algorithm));
      assertThat(result.report().warnings()).anyMatch(text -> text.contains("'x' had 1 rows"));
      assertThat(Runs.sqnr(model, result.model(), samples(2, 4))).isGreaterThan(14);
    }
  }

  @Test
  void divisors_moveIntoTheNormalizationBefore() {
    Nets net = new Nets(5);
    String x = net.input("x", -1, INPUTS);
    float[] scale = new float[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      scale[i] = i % 16 == 0 ? 20 : 0.5f;
    }
    net.constant("scale", Tensor.of(scale, INPUTS));
    net.node(
        "LayerNormalization",
        "n",
        List.of(x, "scale", net.weights("shift", 0.1, INPUTS)),
        Attribute.of("axis", -1L));
    net.node("MatMul", "p", List.of("n", net.weights("w", 0.1, INPUTS, 64)));
    net.node("MatMul", "q", List.of("n", net.weights("v", 0.1, INPUTS, 64)));
    Model model = net.output("p", -1, 64).output("q", -1, 64).model(17);

    Model result = quantizer.quantize(model, samples(1, 20), options("awq")).model();

    assertThat(result.graph().nodes())
        .extracting(Node::operator)
        .containsExactlyInAnyOrder("LayerNormalization", "MatMulNBits", "MatMulNBits");
    assertThat(result.graph().initializers()).doesNotContainKey("scale");
    assertThat(Runs.sqnr(model, result, samples(2, 10)))
        .isGreaterThan(Runs.sqnr(model, quantizer.quantize(model).model(), samples(2, 10)) + 1);
  }

  private static QuantizationOptions options(String algorithm) {
    return QuantizationOptions.defaults().with("algorithm", algorithm);
  }

  private static Model model() {
    Nets net = new Nets(3);
    String x = net.input("x", -1, INPUTS);
    net.node("MatMul", "p", List.of(x, net.weights("w", 0.1, INPUTS, 64)));
    net.node("MatMul", "q", List.of(x, net.weights("v", 0.1, INPUTS, 64)));
    net.node("Add", "y", List.of("p", "q"));
    return net.output("y", -1, 64).model(17);
  }

  /** Samples of some rows of numbers that hang on each other, some much larger than the others. */
  private static List<Map<String, Tensor>> samples(long seed, int count) {
    Random random = new Random(seed);
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int sample = 0; sample < count; sample++) {
      float[] values = new float[8 * INPUTS];
      double common = 0;
      for (int i = 0; i < values.length; i++) {
        common = i % INPUTS == 0 ? random.nextGaussian() : common;
        values[i] = (float) ((random.nextGaussian() + common) * (i % 16 == 0 ? 15 : 1));
      }
      samples.add(Map.of("x", Tensor.of(values, 8, INPUTS)));
    }
    return samples;
  }
}
