package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerators;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Kernels;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TargetTest {
  private static final Model MODEL = net();
  private static final List<Map<String, Tensor>> SAMPLES = Nets.samples(MODEL, 6, 1);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Target.class)
  void models_areCloseToTheFloatOne_alsoOnTheReference(Target target) {
    Model quantized = quantize(target);
    assertThat(Runs.sqnr(MODEL, quantized, SAMPLES)).isGreaterThan(22);
    Map<String, Tensor> expected = Runs.run(quantized, SAMPLES.get(0));
    try (Executable reference = Accelerators.named("reference").compile(quantized)) {
      float[] numbers = reference.run(SAMPLES.get(0)).get("y").toFloatArray();
      float[] others = expected.get("y").toFloatArray();
      double error = 0;
      double size = 0;
      for (int i = 0; i < numbers.length; i++) {
        error += Math.pow(numbers[i] - others[i], 2);
        size += Math.pow(others[i], 2);
      }
      assertThat(error).isLessThan(0.001 * size);
    }
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void codes_areOfTheTargetsType(Target target) {
    Graph graph = quantize(target).graph();
    for (Node node : graph.nodes()) {
      if (node.is("QuantizeLinear")) {
        Initializer zero = graph.constant(node.input(2));
        assertThat(zero.elementType())
            .isEqualTo(
                target.activations() == dev.brisk.quantization.arithmetic.Codes.UINT8
                    ? ElementType.UINT8
                    : ElementType.INT8);
        if (target == Target.TENSORRT) {
          assertThat(zero.tensor().toByteArray()).containsOnly(0);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Target.class,
      names = {"GENERIC", "VNNI", "ARM"})
  void clamps_areDoneByRanges_soThatConvolutionsFuse(Target target) {
    Model quantized = quantize(target);
    assertThat(quantized.graph().nodes()).noneMatch(node -> node.is("Relu") || node.is("Clip"));
    assertThat(Kernels.of(quantized, folder))
        .containsEntry("QLinearConv", 3)
        .containsEntry("QLinearAdd", 1)
        .containsEntry("QGemm", 1)
        .containsEntry("QuantizeLinear", 1);
  }

  @Test
  void tensorrt_readsCodesInProductsOnly_andKeepsBiasesAndClamps() {
    Graph graph = quantize(Target.TENSORRT).graph();
    assertThat(graph.nodes()).filteredOn(node -> node.is("Relu")).hasSize(2);
    assertThat(graph.nodes()).filteredOn(node -> node.is("Clip")).hasSize(1);
    for (Node node : graph.nodes()) {
      if (node.is("Conv") || node.is("Gemm")) {
        assertThat(graph.producer(node.input(0)).operator()).isEqualTo("DequantizeLinear");
        assertThat(graph.producer(node.input(1)).operator()).isEqualTo("DequantizeLinear");
        assertThat(graph.constant(node.input(2)).elementType()).isEqualTo(ElementType.FLOAT32);
      } else if (!node.is("QuantizeLinear") && !node.is("DequantizeLinear")) {
        assertThat(node.inputs())
            .noneMatch(
                input ->
                    graph.producer(input) != null && graph.producer(input).is("DequantizeLinear"));
      }
    }
  }

  @Test
  void singleSettings_overrideTheTarget() {
    Settings settings =
        Settings.of(
            QuantizationOptions.defaults().with("target", "arm").with("weights", "seven-bits"));
    assertThat(settings.target()).isEqualTo(Target.ARM);
    assertThat(settings.weights()).isEqualTo(Settings.WeightCodes.SEVEN_BITS);
    assertThatThrownBy(() -> Settings.of(QuantizationOptions.defaults().with("target", "abacus")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("generic, vnni, arm, tensorrt");
  }

  private static Model quantize(Target target) {
    return Quantizers.named("int8")
        .quantize(MODEL, SAMPLES, QuantizationOptions.defaults().with("target", target.key()))
        .model();
  }

  private static Model net() {
    Nets net = new Nets(1);
    String a =
        net.node("Relu", "a", List.of(net.conv("c1", net.input("x", 1, 3, 12, 12), 3, 8, 3)));
    net.constant("low", Tensor.of(new float[] {-1}).reshape());
    net.constant("high", Tensor.of(new float[] {2}).reshape());
    String b = net.node("Clip", "b", List.of(net.conv("c2", a, 8, 8, 1), "low", "high"));
    String c = net.node("Add", "c", List.of(a, net.conv("c3", b, 8, 8, 3)));
    net.node("Relu", "d", List.of(c));
    net.node("MaxPool", "p", List.of("d"), Attribute.of("kernel_shape", new long[] {2, 2}));
    net.node("GlobalAveragePool", "g", List.of("p"));
    net.node("Flatten", "f", List.of("g"));
    net.node("Gemm", "y", List.of("f", net.weights("w", 0.5, 8, 4), net.weights("wb", 0.1, 4)));
    return net.output("y", 1, 4).model(13);
  }
}
