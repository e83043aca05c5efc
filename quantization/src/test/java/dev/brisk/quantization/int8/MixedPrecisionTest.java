package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Sensitivity;
import dev.brisk.Sensitivity.Part;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.StoredCalibration;
import dev.brisk.quantization.sensitivity.Disturbance;
import dev.brisk.quantization.sensitivity.Effect;
import dev.brisk.quantization.sensitivity.Effects;
import dev.brisk.quantization.sensitivity.OutputError;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import dev.brisk.quantization.testing.SimulatedAccelerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MixedPrecisionTest {
  private static final QuantizationOptions DEFAULTS = QuantizationOptions.defaults();
  private static final QuantizationOptions PLAIN =
      DEFAULTS.with("biases", "plain").with("rounding", "nearest");
  private static final Quantizer INT8 = Quantizers.named("int8");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void effects_areThoseOfWholeModelsWithOneNodeQuantized(int seed) {
    Model model = residual(seed);
    List<Map<String, Tensor>> samples = Nets.samples(model, 4, seed);
    StoredCalibration calibration = (StoredCalibration) INT8.calibrate(model, samples, DEFAULTS);
    Pipeline pipeline = Pipeline.of(model, calibration, Settings.of(DEFAULTS), DEFAULTS);
    Quantized quantized = pipeline.quantize(Map.of());
    Disturbances disturbances = Disturbances.of(pipeline.prepared(), quantized);
    List<Disturbance> all = new ArrayList<>(disturbances.nodes().keySet());
    all.addAll(disturbances.blocks().keySet());
    Map<Disturbance, Effect> effects =
        Effects.of(disturbances.model(), all, samples, DEFAULTS.accelerator(), Progress.NONE);

    assertThat(effects.keySet())
        .extracting(Disturbance::name)
        .containsExactlyInAnyOrder("c1", "g", "s", "c2", "c3", "c", "c4", "p", "y", "g..c");
    for (Disturbance disturbance : all) {
      Model whole = with(disturbances.model(), disturbance);
      double expected = Runs.sqnr(model, whole, samples);
      Effect effect = effects.get(disturbance);
      assertThat(OutputError.decibels(effect.output().noise()))
          .as(disturbance.name())
          .isCloseTo(Math.min(OutputError.MOST, expected), within(0.2));
      assertThat(effect.share()).isBetween(0.0, 1.0);
    }
  }

  /** The model in which everyone after a value reads it with errors. */
  private static Model with(Model model, Disturbance disturbance) {
    if (model.graph().isOutput(disturbance.value())) {
      var builder = model.graph().toBuilder();
      Node node = model.graph().producer(disturbance.value());
      List<Node> nodes = new ArrayList<>(model.graph().nodes());
      nodes.remove(node);
      nodes.add(node.withOutputs(List.of("exact")));
      nodes.replaceAll(
          each ->
              each.withInputs(
                  each.inputs().stream()
                      .map(name -> name.equals(disturbance.value()) ? "exact" : name)
                      .toList()));
      nodes.add(
          Node.of(
              "Identity", "last", List.of(disturbance.disturbed()), List.of(disturbance.value())));
      return model.withGraph(builder.nodes(nodes).build());
    }
    GraphPatch patch = new GraphPatch();
    for (Node node : model.graph().consumers(disturbance.value())) {
      boolean added = node.outputs().stream().anyMatch(output -> output.contains("_brisk_"));
      if (!added) {
        patch.replace(
            node,
            node.withInputs(
                node.inputs().stream()
                    .map(name -> name.equals(disturbance.value()) ? disturbance.disturbed() : name)
                    .toList()));
      }
    }
    return model.withGraph(patch.apply(model.graph()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void theNodeThatSpoilsTheOutputs_staysFloat(int seed) {
    Model model = planted(seed);
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, seed);
    Quantization full = INT8.quantize(model, samples, PLAIN.with("min-sqnr", "none"));
    Quantization mixed = INT8.quantize(model, samples, PLAIN.with("min-sqnr", "25"));

    assertThat(full.report().macsShare()).isEqualTo(1);
    assertThat(Runs.sqnr(model, full.model(), samples)).isLessThan(25);
    assertThat(Runs.sqnr(model, mixed.model(), samples)).isGreaterThan(24.5);
    assertThat(mixed.report().macsShare()).isBetween(0.4, 0.99);
    assertThat(mixed.report().keptFloat()).extracting(NodeReport::node).contains("bad");
    assertThat(reason(mixed, "bad")).contains("25.0 dB");
  }

  @Test
  void sensitivity_findsTheNodeThatSpoilsTheOutputs() {
    Model model = planted(1);
    Sensitivity sensitivity = INT8.sensitivity(model, Nets.samples(model, 8, 1), PLAIN);
    assertThat(sensitivity.samples()).isEqualTo(8);
    assertThat(sensitivity.nodes())
        .extracting(Part::name)
        .containsExactlyInAnyOrder("first", "bad", "second", "y");
    assertThat(sensitivity.nodes().get(0).name()).isEqualTo("bad");
    assertThat(sensitivity.nodes().get(0).worst().output()).isEqualTo("y");
    assertThat(sensitivity.nodes().get(0).sqnr()).isLessThan(25);
  }

  @Test
  void sensitivity_ofBlocks_namesTheirNodes() {
    Model model = residual(3);
    List<Map<String, Tensor>> samples = Nets.samples(model, 4, 3);
    Part block = INT8.sensitivity(model, samples, PLAIN).blocks().get(0);
    assertThat(block.name()).isEqualTo("g..c");
    assertThat(block.nodes()).containsExactly("g", "s", "c2", "c3", "c");
    assertThat(block.macs()).isPositive();
  }

  @Test
  void nodesKept_readFloats() {
    Model model = planted(1);
    Quantization mixed =
        INT8.quantize(model, Nets.samples(model, 8, 1), PLAIN.with("min-sqnr", "25"));
    Node bad =
        mixed.model().graph().nodes().stream()
            .filter(node -> node.name().equals("bad"))
            .findFirst()
            .orElseThrow();
    Node before = mixed.model().graph().producer(bad.input(0));
    assertThat(before).isNotNull();
    assertThat(before.operator()).isNotEqualTo("DequantizeLinear");
    assertThat(bad.input(1)).isEqualTo("bad_w");
  }

  @Test
  void formThatIsSlowerWithNodesKept_isNotReturned() {
    Model model = planted(1);
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, 1);
    QuantizationOptions measured =
        PLAIN.accelerator(new SimulatedAccelerator(MixedPrecisionTest::micros));
    measured = measured.with("speed", "measured");
    Quantization whole = INT8.quantize(model, samples, measured);
    Quantization mixed = INT8.quantize(model, samples, measured.with("min-sqnr", "25"));

    assertThat(whole.report().macsShare()).isEqualTo(1);
    assertThat(mixed.model()).isSameAs(model);
    assertThat(mixed.report().findings()).last().asString().contains("that the outputs need");
    assertThat(mixed.report().decisions()).isEqualTo(Map.of("speed", "float32"));
  }

  @Test
  void nodesKept_areThoseThatCostLittleTime() {
    Plan whole = pipeline(residual(1)).plan(Map.of());
    Map<String, Long> extra = new TreeMap<>();
    whole.forms().keySet().forEach(node -> extra.put(node.label(), 1000L));
    Plan without = pipeline(residual(1)).plan(Map.of("c2", "asked"));
    assertThat(prediction(whole, extra).cost(whole)).isZero();
    assertThat(prediction(whole, extra).cost(without)).isPositive();
    extra.put("c2", -50_000L);
    Prediction prediction = prediction(whole, extra);
    assertThat(prediction.cost(without)).isNegative();
    assertThat(prediction.cost()).isEqualTo(10_000);
  }

  private static Prediction prediction(Plan whole, Map<String, Long> extra) {
    KernelCosts costs = new KernelCosts(extra, 10_000, 10, 0.1);
    return new Prediction(residual(1), whole, Map.of(), costs);
  }

  private static Pipeline pipeline(Model model) {
    List<Map<String, Tensor>> samples = Nets.samples(model, 2, 1);
    StoredCalibration calibration = (StoredCalibration) INT8.calibrate(model, samples, DEFAULTS);
    return Pipeline.of(model, calibration, Settings.of(DEFAULTS), DEFAULTS);
  }

  @Test
  void choiceByMeasuredTimes_isRepeated() {
    Model model = planted(1);
    List<Map<String, Tensor>> samples = Nets.samples(model, 8, 1);
    QuantizationOptions measured =
        PLAIN.accelerator(
            new SimulatedAccelerator(
                (graph, node) ->
                    !node.is("Conv") ? 0 : graph.producer(node.input(1)) != null ? 200 : 400));
    Quantization mixed =
        INT8.quantize(model, samples, measured.with("speed", "measured").with("min-sqnr", "25"));
    assertThat(mixed.report().decisions()).containsEntry("min-sqnr", "none");
    QuantizationOptions repeated = PLAIN;
    for (Map.Entry<String, String> decision : mixed.report().decisions().entrySet()) {
      repeated = repeated.with(decision.getKey(), decision.getValue());
    }
    Quantization again = INT8.quantize(model, samples, repeated);
    assertThat(again.report().macsShare()).isEqualTo(mixed.report().macsShare()).isLessThan(1);
    assertThat(Runs.sqnr(mixed.model(), again.model(), samples)).isGreaterThan(100);
  }

  /** What nodes take where convolutions in float are slow beside such in int8. */
  private static long micros(Graph graph, Node node) {
    if (!node.is("Conv")) {
      return 0;
    }
    boolean coded = graph.producer(node.input(1)) != null;
    boolean mixed = graph.nodes().stream().anyMatch(it -> it.is("QuantizeLinear"));
    return coded ? 100 : mixed ? 3000 : 400;
  }

  @Test
  void modelThatIsGoodEnough_isQuantizedWhole() {
    Model model = residual(5);
    Quantization result =
        INT8.quantize(model, Nets.samples(model, 8, 5), DEFAULTS.with("min-sqnr", "auto"));
    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.report().warnings()).isEmpty();
  }

  @Test
  void ratioOutOfReach_isWarnedOf() {
    Model model = residual(6);
    Quantization result =
        INT8.quantize(model, Nets.samples(model, 4, 6), DEFAULTS.with("min-sqnr", "90"));
    assertThat(result.report().macsShare()).isLessThan(1);
    assertThatThrownBy(() -> INT8.quantize(model, List.of(), DEFAULTS.with("min-sqnr", "much")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'none', 'auto' or decibels");
  }

  private static String reason(Quantization result, String label) {
    return result.report().keptFloat().stream()
        .filter(node -> node.node().equals(label))
        .findFirst()
        .orElseThrow()
        .keptFloat()
        .orElseThrow();
  }

  private static Model residual(int seed) {
    Nets net = new Nets(seed);
    String x = net.input("x", -1, 3, 10, 10);
    String a = net.node("Relu", "a", List.of(net.conv("c1", x, 3, 8, 3)));
    String s = net.node("Mul", "s", List.of(a, net.node("Sigmoid", "g", List.of(a))));
    String c =
        net.node("Add", "c", List.of(a, net.conv("c3", net.conv("c2", s, 8, 8, 1), 8, 8, 1)));
    String p = net.node("GlobalAveragePool", "p", List.of(net.conv("c4", c, 8, 6, 3)));
    String f = net.node("Flatten", "f", List.of(p));
    net.node("Gemm", "y", List.of(f, net.weights("w5", 0.4, 4, 6)), Attribute.of("transB", 1L));
    return net.output("y", -1, 4).model(13);
  }

  /** One layer's input has channels of very unlike size, and its weights make up for that. */
  private static Model planted(int seed) {
    Nets net = new Nets(seed);
    String x = net.input("x", 1, 4, 10, 10);
    String a = net.conv("first", x, 4, 8, 3);
    float[] scales = {3000, 1, 1, 1, 1, 1, 1, 1};
    float[] back = new float[64];
    Random random = new Random(seed);
    for (int i = 0; i < 64; i++) {
      back[i] = (float) random.nextGaussian() / scales[i % 8];
    }
    net.constant("scales", Tensor.of(scales, 1, 8, 1, 1));
    String spread = net.node("Sin", "sine", List.of(a));
    String wide = net.node("Mul", "wide", List.of(spread, "scales"));
    net.constant("bad_w", Tensor.of(back, 8, 8, 1, 1));
    String bad = net.convBy("bad", wide, "bad_w", net.weights("bad_b", 0.1, 8), 1);
    String b = net.conv("second", bad, 8, 8, 3);
    net.conv("y", b, 8, 4, 3);
    return net.output("y", 1, 4, 10, 10).model(13);
  }
}
