package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.internal.Fingerprint;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeErrorsTest {
  private static final QuantizationOptions DEFAULTS = QuantizationOptions.defaults();
  private static final QuantizationOptions NEAREST =
      DEFAULTS
          .with("biases", "plain")
          .with("rounding", "nearest")
          .with("channels", "plain")
          .with("smoothing", "off");
  private static final Quantizer INT8 = Quantizers.named("int8");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void errors_areThoseOfTheTwoModels(int seed) {
    Model model = unequal(seed);
    List<Map<String, Tensor>> samples = Nets.samples(model, 4, seed);
    Model written = INT8.quantize(model, samples, DEFAULTS).model();
    Model nearest = INT8.quantize(model, samples, NEAREST).model();
    QuantizationReport report = INT8.quantize(model, samples, DEFAULTS).report();
    NodeError last = error(report, "y");
    assertThat(last.of()).isEqualTo(NodeError.Subject.RESULT);
    assertThat(last.after()).isCloseTo(Runs.sqnr(model, written, samples), within(0.01));
    assertThat(last.before()).isCloseTo(Runs.sqnr(model, nearest, samples), within(0.01));
    assertThat(last.after()).isGreaterThan(last.before());
  }

  @Test
  void errors_areKnownOfAllLayersWhateverTheirNumbersBecame() {
    Model model = unequal(1);
    QuantizationReport report = INT8.quantize(model, Nets.samples(model, 4, 1), DEFAULTS).report();
    for (String layer : List.of("c1", "c2", "c3", "y")) {
      assertThat(error(report, layer).after()).as(layer).isBetween(15.0, 70.0);
    }
    assertThat(report.worst(2)).hasSize(2);
    assertThat(report.worst(99)).extracting(node -> node.error().orElseThrow().after()).isSorted();
    assertThat(report.countsByPrecision()).containsKey("int8");
  }

  @Test
  void errors_canBeLeftOutWithoutAnyOtherChange() {
    Model model = unequal(2);
    List<Map<String, Tensor>> samples = Nets.samples(model, 4, 2);
    QuantizationOptions none = DEFAULTS.with("errors", "none");
    assertThat(INT8.quantize(model, samples, none).report().nodes())
        .allMatch(node -> node.error().isEmpty());
    assertThat(Fingerprint.of(INT8.quantize(model, samples, none).model()))
        .isEqualTo(Fingerprint.of(INT8.quantize(model, samples, DEFAULTS).model()));
  }

  private static NodeError error(QuantizationReport report, String node) {
    return report.nodes().stream()
        .filter(each -> each.node().equals(node))
        .findFirst()
        .flatMap(NodeReport::error)
        .orElseThrow();
  }

  /** A net whose first layer gives channels of very different size. */
  private static Model unequal(int seed) {
    Nets net = new Nets(seed);
    String x = net.input("x", -1, 3, 12, 12);
    String a = net.node("Relu", "a", List.of(net.conv("c1", x, 3, 16, 3)));
    String b = net.node("Relu", "b", List.of(net.conv("c2", a, 16, 16, 3)));
    String d = net.conv("c3", b, 16, 8, 3);
    String p = net.node("GlobalAveragePool", "p", List.of(d));
    String f = net.node("Flatten", "f", List.of(p));
    net.node("Gemm", "y", List.of(f, net.weights("w5", 0.4, 4, 8)), Attribute.of("transB", 1L));
    return scaled(net.output("y", -1, 4).model(13), new Random(seed));
  }

  private static Model scaled(Model model, Random random) {
    Node first = model.graph().producer("c1");
    Node second = model.graph().producer("c2");
    double[] factors = random.doubles(16, -4, 4).map(Math::exp).toArray();
    var builder = model.graph().toBuilder();
    builder.initializer(first.input(1), times(model, first.input(1), factors, 27));
    if (!first.input(2).isEmpty()) {
      builder.initializer(first.input(2), times(model, first.input(2), factors, 1));
    }
    double[] inverse = Arrays.stream(factors).map(factor -> 1 / factor).toArray();
    builder.initializer(second.input(1), times(model, second.input(1), inverse, 9));
    return model.withGraph(builder.build());
  }

  private static Tensor times(Model model, String name, double[] factors, int inner) {
    var constant = model.graph().constant(name);
    float[] values = constant.tensor().toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) factors[i / inner % factors.length];
    }
    return Tensor.of(values, constant.shape().dims());
  }
}
