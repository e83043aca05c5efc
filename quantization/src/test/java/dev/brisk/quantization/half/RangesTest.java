package dev.brisk.quantization.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerators;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.quantization.testing.Nets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RangesTest {
  /** The sum of squares reaches some hundred thousands; all else is small. */
  private static Model overflowing() {
    Nets net = new Nets(31);
    String hidden =
        net.node("MatMul", "h", List.of(net.input("x", 2, 32), net.weights("w", 1, 32, 32)));
    String scaled =
        net.node("Mul", "s", List.of(hidden, net.constant("k", Tensor.of(new float[] {90}))));
    String squares = net.node("Mul", "q", List.of(scaled, scaled));
    String root = net.node("Sqrt", "r", List.of(squares));
    net.node("MatMul", "y", List.of(root, net.weights("v", 0.01, 32, 8)));
    return net.output("y", 2, 8).model(17);
  }

  @Test
  void valueBeyondTheRange_keepsItsNodesFloat32() {
    Model model = overflowing();
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, 5);
    Quantization result = Quantizers.named("fp16").quantize(model, samples);
    assertThat(result.report().keptFloat())
        .extracting(NodeReport::node)
        .contains("q", "r")
        .doesNotContain("h", "y");
    assertThat(reason(result, "q")).startsWith("'q' reaches ").endsWith("float16 ends at 65504");
    assertThat(result.report().warnings()).isEmpty();
    assertClose(model, result.model(), samples, 0.01);
  }

  @Test
  void withoutSamples_theValueOverflows() {
    Model model = overflowing();
    Model half = Quantizers.named("fp16").quantize(model).model();
    for (float number : onReference(half, Nets.samples(model, 1, 5).get(0))) {
      assertThat(number).isNaN();
    }
  }

  @Test
  void bfloat16_holdsWhatFloat16CannotHold() {
    Model model = overflowing();
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, 5);
    Quantization result =
        Quantizers.named("bf16")
            .quantize(
                model,
                samples,
                QuantizationOptions.defaults().accelerator(Accelerators.named("reference")));
    assertThat(result.report().keptFloat()).isEmpty();
    assertThat(result.report().warnings()).isEmpty();
    assertClose(model, result.model(), samples, 0.05);
  }

  @Test
  void check_takesBackWhatRangesOverlook() {
    Model model = overflowing();
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, 5);
    Quantization result =
        Quantizers.named("fp16")
            .quantize(model, samples, QuantizationOptions.defaults().with("headroom", "1"));
    assertClose(model, result.model(), samples, 0.01);
  }

  @Test
  void smallDenominator_keepsTheDivisionFloat32() {
    Nets net = new Nets(32);
    String hidden =
        net.node("MatMul", "h", List.of(net.input("x", 2, 16), net.weights("w", 1, 16, 16)));
    String positive = net.node("Sigmoid", "p", List.of(hidden));
    String tiny =
        net.node("Mul", "t", List.of(positive, net.constant("k", Tensor.of(new float[] {1e-3f}))));
    String square = net.node("Mul", "q", List.of(tiny, tiny));
    String large = net.node("Div", "d", List.of(tiny, square));
    net.node("MatMul", "y", List.of(large, net.weights("v", 1, 16, 4)));
    Model model = net.output("y", 2, 4).model(17);
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, 5);
    Quantization result = Quantizers.named("fp16").quantize(model, samples);
    assertThat(result.report().keptFloat()).extracting(NodeReport::node).contains("q", "d");
    assertClose(model, result.model(), samples, 0.01);
  }

  @Test
  void longSums_stayFloat32() {
    Nets net = new Nets(33);
    String hidden = net.conv("c", net.input("x", 1, 1, 128, 128), 1, 8, 3);
    String shifted =
        net.node("Add", "a", List.of(hidden, net.constant("k", Tensor.of(new float[] {100}))));
    net.node("GlobalAveragePool", "y", List.of(shifted));
    Model model = net.output("y", 1, 8, 1, 1).model(17);
    Quantization result = Quantizers.named("fp16").quantize(model, Nets.samples(model, 2, 5));
    assertThat(reason(result, "y")).startsWith("it adds up to ");
  }

  @Test
  void wrongSettings_areRefused() {
    Model model = overflowing();
    for (String[] setting :
        new String[][] {
          {"headroom", "0.5"}, {"headroom", "x"}, {"io", "float"}, {"check", "yes"}
        }) {
      QuantizationOptions options = QuantizationOptions.defaults().with(setting[0], setting[1]);
      assertThatThrownBy(() -> Quantizers.named("bf16").quantize(model, List.of(), options))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll(setting);
    }
  }

  private static String reason(Quantization result, String node) {
    return result.report().keptFloat().stream()
        .filter(report -> report.node().equals(node))
        .map(report -> report.keptFloat().orElseThrow())
        .findFirst()
        .orElse("");
  }

  private static void assertClose(
      Model exact, Model half, List<Map<String, Tensor>> samples, double most) {
    double signal = 0;
    double noise = 0;
    for (Map<String, Tensor> sample : samples) {
      float[] expected = onReference(exact, sample);
      float[] actual = onReference(half, sample);
      for (int i = 0; i < expected.length; i++) {
        signal += expected[i] * expected[i];
        noise += Math.pow(expected[i] - actual[i], 2);
      }
    }
    assertThat(Math.sqrt(noise / signal)).isLessThan(most);
  }

  private static float[] onReference(Model model, Map<String, Tensor> sample) {
    try (Executable executable = Accelerators.named("reference").compile(model)) {
      return executable.run(sample).values().iterator().next().toFloatArray();
    }
  }
}
