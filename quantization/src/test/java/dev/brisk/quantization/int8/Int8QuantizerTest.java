package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Calibration;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.StorageException;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Kernels;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Int8QuantizerTest {
  private static final QuantizationOptions DEFAULTS = QuantizationOptions.defaults();

  @TempDir Path folder;

  @Test
  void convolutions_areFused_withTheirActivations() {
    Nets net = new Nets(1);
    String x = net.input("x", -1, 3, 12, 12);
    String a = net.node("Relu", "a", List.of(net.conv("c1", x, 3, 8, 3)));
    net.constant("zero", Tensor.of(new float[] {0}).reshape());
    net.constant("six", Tensor.of(new float[] {6}).reshape());
    String b = net.node("Clip", "b", List.of(net.conv("c2", a, 8, 8, 1), "zero", "six"));
    String c = net.node("Add", "c", List.of(a, net.conv("c3", b, 8, 8, 3)));
    net.node("Relu", "d", List.of(c));
    net.node("MaxPool", "p", List.of("d"), Attribute.of("kernel_shape", new long[] {2, 2}));
    net.conv("c4", "p", 8, 5, 3);
    net.node("GlobalAveragePool", "g", List.of("c4"));
    net.node("Flatten", "f", List.of("g"));
    net.node("Gemm", "y", List.of("f", net.weights("w", 0.5, 5, 4), net.weights("wb", 0.1, 4)));
    Model model = net.output("y", -1, 4).model(13);

    Quantization result = quantize(model);

    assertThat(Kernels.of(result.model(), folder))
        .containsOnly(
            Map.entry("QuantizeLinear", 1),
            Map.entry("QLinearConv", 4),
            Map.entry("QLinearAdd", 1),
            Map.entry("MaxPool", 1),
            Map.entry("QLinearGlobalAveragePool", 1),
            Map.entry("Flatten", 1),
            Map.entry("QGemm", 1));
    assertThat(result.report().keptFloat()).isEmpty();
    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.report().bytesOut()).isLessThan(result.report().bytesIn());
    assertThat(sqnr(model, result.model())).isGreaterThan(22);
  }

  @Test
  void gatedActivations_concatenation_resizing_andPadding_areFused() {
    Nets net = new Nets(2);
    String a = net.conv("a", net.input("x", 1, 4, 8, 8), 4, 6, 3);
    String gated = net.node("Mul", "m", List.of(a, net.node("Sigmoid", "s", List.of(a))));
    String leaky =
        net.node(
            "LeakyRelu", "l", List.of(net.conv("b", gated, 6, 6, 1)), Attribute.of("alpha", 0.1f));
    String joined = net.node("Concat", "j", List.of(gated, leaky), Attribute.of("axis", 1L));
    net.constant("sizes", Tensor.of(new float[] {1, 1, 2, 2}, 4));
    String large =
        net.node(
            "Resize",
            "r",
            List.of(joined, "", "sizes"),
            Attribute.of("mode", "nearest"),
            Attribute.of("coordinate_transformation_mode", "asymmetric"));
    net.constant("pads", Tensor.of(new long[] {0, 2, 0, 0, 0, 2, 0, 0}, 8));
    String padded = net.node("Pad", "d", List.of(large, "pads"));
    net.convBy("y", padded, net.weights("w", 0.1, 3, 16, 3, 3), "", 3);
    Model model = net.output("y", 1, 3, 16, 16).model(13);

    Quantization result = quantize(model);

    assertThat(Kernels.of(result.model(), folder))
        .containsOnly(
            Map.entry("QuantizeLinear", 1),
            Map.entry("QLinearConv", 3),
            Map.entry("QLinearSigmoid", 1),
            Map.entry("QLinearMul", 1),
            Map.entry("QLinearLeakyRelu", 1),
            Map.entry("QLinearConcat", 1),
            Map.entry("Resize", 1),
            Map.entry("Pad", 1),
            Map.entry("DequantizeLinear", 1));
    assertThat(sqnr(model, result.model())).isGreaterThan(20);
  }

  @Test
  void tailThatNoProductReads_staysFloat() {
    Nets net = new Nets(3);
    String a = net.conv("a", net.input("x", 1, 4, 8, 8), 4, 6, 3);
    net.node("Sigmoid", "s", List.of(a));
    net.node("Concat", "y", List.of(a, "s"), Attribute.of("axis", 1L));
    Model model = net.output("y", 1, 12, 8, 8).model(13);
    Quantization result = quantize(model);
    assertThat(result.report().keptFloat()).extracting(NodeReport::node).containsExactly("s", "y");
    assertThat(Kernels.of(result.model(), folder))
        .containsEntry("QLinearConv", 1)
        .containsEntry("Concat", 1);
  }

  @Test
  void reluAfterSomethingOthersRead_isAClipOfCodes() {
    Nets net = new Nets(4);
    String a = net.conv("a", net.input("x", 1, 4, 8, 8), 4, 4, 3);
    String relu = net.node("Relu", "r", List.of(a));
    String sum = net.node("Add", "s", List.of(a, net.conv("b", relu, 4, 4, 3)));
    net.conv("y", sum, 4, 4, 1);
    Model model = net.output("y", 1, 4, 8, 8).model(13);
    Quantization result = quantize(model);
    assertThat(Kernels.of(result.model(), folder))
        .containsEntry("QLinearConv", 3)
        .containsEntry("QLinearAdd", 1)
        .containsEntry("Clip", 1)
        .containsEntry("DequantizeLinear", 1);
    assertThat(sqnr(model, result.model())).isGreaterThan(22);
  }

  @Test
  void matrixProducts_readCodes_andGiveFloats() {
    Nets net = new Nets(5);
    String x = net.input("x", -1, 6, 16);
    net.node("MatMul", "m", List.of(x, net.weights("w", 0.2, 16, 16)));
    net.node("Add", "n", List.of("m", net.weights("b", 0.2, 16)));
    net.node("Erf", "e", List.of("n"));
    net.node("MatMul", "k", List.of("e", net.weights("v", 0.2, 16, 16)));
    net.node("Add", "y", List.of(x, "k"));
    Model model = net.output("y", -1, 6, 16).model(13);
    Quantization result = quantize(model);
    assertThat(Kernels.of(result.model(), folder))
        .containsOnly(
            Map.entry("QuantizeLinear", 2),
            Map.entry("MatMulIntegerToFloat", 2),
            Map.entry("Add", 2),
            Map.entry("Erf", 1));
    assertThat(sqnr(model, result.model())).isGreaterThan(30);
  }

  @Test
  void matrixProductOfMatrices_takesItsBiasIn() {
    Nets net = new Nets(6);
    String x = net.input("x", -1, 16);
    net.node("MatMul", "m", List.of(x, net.weights("w", 0.2, 16, 8)));
    net.node("Add", "n", List.of(net.weights("b", 0.2, 1, 8), "m"));
    net.node("Relu", "r", List.of("n"));
    net.node(
        "Gemm",
        "y",
        List.of(
            "r",
            net.weights("v", 0.2, 5, 8),
            net.constant("c", Tensor.of(new float[] {1}).reshape())),
        Attribute.of("alpha", 0.5f),
        Attribute.of("beta", 2f),
        Attribute.of("transB", 1L));
    Model model = net.output("y", -1, 5).model(13);
    Quantization result = quantize(model);
    assertThat(Kernels.of(result.model(), folder))
        .containsOnly(Map.entry("QuantizeLinear", 1), Map.entry("QGemm", 2));
    assertThat(sqnr(model, result.model())).isGreaterThan(30);
  }

  @Test
  void excludedNode_readsTheFloatValue() {
    Nets net = new Nets(7);
    String a = net.node("Relu", "ra", List.of(net.conv("a", net.input("x", 1, 4, 8, 8), 4, 4, 3)));
    String b = net.conv("b", a, 4, 4, 3);
    net.conv("y", b, 4, 4, 3);
    Model model = net.output("y", 1, 4, 8, 8).model(13);
    Quantization result =
        Quantizers.named("int8").quantize(model, Nets.samples(model, 4, 1), DEFAULTS.exclude("b"));

    Node excluded = node(result.model(), "b");
    assertThat(excluded.inputs()).containsExactly("ra", "b_w", "b_b");
    assertThat(result.model().graph().producer("ra").is("Relu")).isTrue();
    assertThat(result.report().keptFloat())
        .extracting(NodeReport::node)
        .containsExactly("a", "ra", "b");
    assertThat(result.report().keptFloat().get(2).keptFloat()).contains("it was excluded");
    assertThat(result.report().keptFloat().get(0).keptFloat().orElseThrow()).contains("'b'");
    assertThat(Kernels.of(result.model(), folder)).containsEntry("QLinearConv", 1);
  }

  @Test
  void sharedWeights_areWrittenOnce_unlessTheirScalesDiffer() {
    Nets net = new Nets(8);
    String w = net.weights("w", 0.2, 4, 4, 3, 3);
    String b = net.weights("b", 0.2, 4);
    String a1 = net.convBy("a1", net.input("x", 1, 4, 8, 8), w, b, 3);
    String a2 = net.convBy("a2", a1, w, b, 3);
    net.convBy("y", a2, w, b, 3);
    Model model = net.output("y", 1, 4, 8, 8).model(13);
    Quantization result = quantize(model);
    assertThat(result.model().graph().initializers())
        .containsKeys("w_quantized", "b_quantized", "b_2_quantized", "b_3_quantized")
        .doesNotContainKeys("w", "b", "w_2_quantized");
    assertThat(Kernels.of(result.model(), folder)).containsEntry("QLinearConv", 3);
    assertThat(sqnr(model, result.model())).isGreaterThan(22);
  }

  @Test
  void outputsThatNodesReadToo_keepTheirNames() {
    Nets net = new Nets(9);
    String a = net.node("Relu", "a", List.of(net.conv("c", net.input("x", 1, 4, 8, 8), 4, 4, 3)));
    net.conv("y", a, 4, 4, 3);
    Model model = net.output("a", 1, 4, 8, 8).output("y", 1, 4, 8, 8).model(13);
    Quantization result = quantize(model);
    assertThat(result.model().outputs()).isEqualTo(model.outputs());
    assertThat(Kernels.of(result.model(), folder)).containsEntry("QLinearConv", 2);
    assertThat(sqnr(model, result.model())).isGreaterThan(22);
  }

  @Test
  void oldOperatorSets_areRaised_andWeightsThatAreInputsTaken() {
    Nets net = new Nets(10);
    net.input("w", 4, 3, 3, 3);
    String c =
        net.convBy("c", net.input("x", 1, 3, 6, 6), net.weights("w", 0.3, 4, 3, 3, 3), "", 3);
    net.node("Clip", "k", List.of(c), Attribute.of("min", 0f), Attribute.of("max", 1f));
    net.node("Upsample", "u", List.of("k"), Attribute.of("scales", new float[] {1, 1, 2, 2}));
    net.node("Softmax", "y", List.of(net.conv("d", "u", 4, 2, 1)));
    Model model = net.output("y", 1, 2, 12, 12).model(8);
    Quantization result = quantize(model);
    assertThat(model.inputs()).hasSize(1);
    assertThat(result.model().opset("")).isEqualTo(13);
    assertThat(Kernels.of(result.model(), folder)).containsEntry("QLinearConv", 2);
    assertThat(sqnr(model, result.model())).isGreaterThan(22);
  }

  @Test
  void sameInputs_giveTheSameBytes() throws IOException {
    Model model = small();
    byte[] first = bytes(quantize(model).model());
    assertThat(bytes(quantize(model).model())).isEqualTo(first);
  }

  @Test
  void calibration_survivesItsFile_andMergesToThatOfAllSamples() throws IOException {
    Model model = small();
    var quantizer = Quantizers.named("int8");
    List<Map<String, Tensor>> samples = Nets.samples(model, 6, 3);
    Calibration whole = quantizer.calibrate(model, samples, DEFAULTS);
    Calibration merged =
        quantizer
            .calibrate(model, samples.subList(3, 6), DEFAULTS)
            .merge(quantizer.calibrate(model, samples.subList(0, 3), DEFAULTS));
    Path file = folder.resolve("calibration");
    merged.save(file);
    Calibration loaded = quantizer.load(file);
    assertThat(loaded.samples()).isEqualTo(6);
    assertThat(bytes(quantizer.quantize(model, loaded, DEFAULTS).model()))
        .isEqualTo(bytes(quantizer.quantize(model, whole, DEFAULTS).model()));

    Files.write(file, new byte[20]);
    assertThatThrownBy(() -> quantizer.load(file)).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> quantizer.load(folder.resolve("none")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("There is no file");
  }

  @Test
  void calibrationOfAnotherModel_isRefused() {
    Calibration calibration =
        Quantizers.named("int8").calibrate(small(), Nets.samples(small(), 1, 3), DEFAULTS);
    Nets net = new Nets(12);
    net.conv("y", net.input("x", 1, 4, 8, 8), 4, 4, 3);
    Model other = net.output("y", 1, 4, 8, 8).model(13);
    assertThatThrownBy(() -> Quantizers.named("int8").quantize(other, calibration, DEFAULTS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another model");
  }

  @Test
  void notANumber_inSamples_isReported() {
    Model model = small();
    List<Map<String, Tensor>> samples = Nets.samples(model, 2, 3);
    float[] bad = samples.get(0).get("x").toFloatArray();
    bad[5] = Float.NaN;
    List<Map<String, Tensor>> all =
        List.of(
            samples.get(1), Map.of("x", Tensor.of(bad, samples.get(0).get("x").shape().dims())));
    Quantization result = Quantizers.named("int8").quantize(model, all);
    assertThat(result.report().warnings()).anyMatch(text -> text.contains("'x' was NaN 1 time"));
  }

  @Test
  void constants_namedLikeThoseThatAreAdded_keepTheirNumbers() {
    Nets net = new Nets(12);
    String h = net.conv("h", net.input("x", 1, 3, 8, 8), 3, 4, 3);
    String sine = net.node("Sin", "s", List.of(net.conv("z", h, 4, 4, 3)));
    List<String> taken = List.of("h_scale", "h_zero_point", "h_w_quantized", "h_w_scale");
    String product = sine;
    for (String name : taken) {
      net.constant(name, Tensor.of(new float[] {3}).reshape());
      product = net.node("Mul", "by_" + name, List.of(product, name));
    }
    Model model = net.output(product, 1, 4, 8, 8).model(13);

    Quantization result = quantize(model);

    assertThat(result.model().graph().initializers()).containsKeys("h_scale", "h_scale_2");
    assertThat(sqnr(model, result.model())).isGreaterThan(22);
  }

  @Test
  void noSamples_andUnknownSettings_areRefused() {
    Model model = small();
    assertThatThrownBy(() -> Quantizers.named("int8").quantize(model, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("samples");
    assertThatThrownBy(
            () ->
                Quantizers.named("int8").quantize(model, List.of(), DEFAULTS.with("range", "mse")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no setting 'range'");
    assertThatThrownBy(
            () ->
                Quantizers.named("int8")
                    .quantize(model, List.of(), DEFAULTS.with("ranges", "best")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("percentile");
  }

  private static Model small() {
    Nets net = new Nets(11);
    String a = net.node("Relu", "a", List.of(net.conv("c", net.input("x", 1, 3, 8, 8), 3, 4, 3)));
    net.conv("y", a, 4, 4, 3);
    return net.output("y", 1, 4, 8, 8).model(13);
  }

  private static Quantization quantize(Model model) {
    return Quantizers.named("int8").quantize(model, Nets.samples(model, 8, 1));
  }

  private static double sqnr(Model model, Model quantized) {
    return Runs.sqnr(model, quantized, Nets.samples(model, 3, 2));
  }

  private byte[] bytes(Model model) throws IOException {
    Path file = folder.resolve("bytes.onnx");
    model.save(file);
    return Files.readAllBytes(file);
  }

  private static Node node(Model model, String name) {
    return model.graph().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
