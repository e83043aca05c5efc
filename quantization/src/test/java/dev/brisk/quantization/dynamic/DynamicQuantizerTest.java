package dev.brisk.quantization.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Kernels;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import dev.brisk.testing.SharedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DynamicQuantizerTest {
  @TempDir Path folder;

  @Test
  void matrixProducts_becomeIntegerKernels() {
    Nets net = new Nets(1);
    String x = net.input("x", -1, 5, 16);
    net.node("MatMul", "m", List.of(x, net.weights("w", 0.2, 16, 12)));
    net.node("Add", "a", List.of("m", net.weights("b", 0.2, 12)));
    net.node("Erf", "e", List.of("a"));
    net.node("MatMul", "y", List.of("e", net.weights("v", 0.2, 12, 4)));
    Model model = net.output("y", -1, 5, 4).model(11);
    Quantization result = Quantizers.named("int8-dynamic").quantize(model);
    assertThat(Kernels.of(result.model(), folder))
        .containsEntry("DynamicQuantizeMatMul", 2)
        .doesNotContainKeys("MatMul", "MatMulInteger", "Cast");
    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.report().bytesOut()).isLessThan(result.report().bytesIn());
    assertThat(sqnr(model, result.model())).isGreaterThan(33);
  }

  @Test
  void weights_namedLikeOthersTransposed_stayApart() {
    Nets net = new Nets(12);
    String x = net.input("x", 3, 8);
    String w = net.weights("w", 0.2, 8, 8);
    net.node("Gemm", "p", List.of(x, w), Attribute.of("transB", 1L));
    net.node("MatMul", "q", List.of(x, net.weights("w_transposed", 0.2, 8, 8)));
    Model model = net.output("p", 3, 8).output("q", 3, 8).model(13);
    Quantization result = Quantizers.named("int8-dynamic").quantize(model);
    assertThat(sqnr(model, result.model())).isGreaterThan(33);
  }

  @Test
  void inputThatSeveralRead_becomesCodesOnce() {
    Nets net = new Nets(2);
    String x = net.input("x", 3, 16);
    net.node(
        "Gemm",
        "p",
        List.of(x, net.weights("w", 0.2, 8, 16), net.weights("c", 1, 8)),
        Attribute.of("transB", 1L));
    net.node("MatMul", "q", List.of(x, net.weights("v", 0.2, 16, 8)));
    net.node("Add", "y", List.of("p", "q"));
    Model model = net.output("y", 3, 8).model(13);
    Quantization result = Quantizers.named("int8-dynamic").quantize(model);
    assertThat(Kernels.of(result.model(), folder))
        .containsEntry("DynamicQuantizeLinear", 1)
        .containsEntry("MatMulIntegerToFloat", 2);
    assertThat(sqnr(model, result.model())).isGreaterThan(33);
  }

  @Test
  void lstm_becomesTheQuantizedOne() {
    Nets net = new Nets(3);
    net.node(
        Node.of(
            "LSTM",
            "l",
            List.of(
                net.input("x", 7, 2, 10),
                net.weights("w", 0.3, 2, 24, 10),
                net.weights("r", 0.3, 2, 24, 6),
                net.weights("b", 0.1, 2, 48)),
            List.of("y", "h"),
            Attribute.of("direction", "bidirectional"),
            Attribute.of("hidden_size", 6L)));
    Model model = net.output("y", 7, 2, 2, 6).output("h", 2, 2, 6).model(13);
    Quantization result = Quantizers.named("int8-dynamic").quantize(model);
    assertThat(Kernels.of(result.model(), folder))
        .containsOnly(Map.entry("DynamicQuantizeLSTM", 1));
    assertThat(result.model().opset("com.microsoft")).isEqualTo(1);
    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(sqnr(model, result.model())).isGreaterThan(30);
  }

  @Test
  void productsWithinBranches_areQuantized_withWeightsFromOutside() {
    Model model = branching();
    Quantization result = Quantizers.named("int8-dynamic").quantize(model);
    assertThat(result.report().nodes())
        .filteredOn(node -> node.operator().equals("MatMul"))
        .hasSize(2)
        .allMatch(node -> node.keptFloat().isEmpty());
    assertThat(result.model().graph().initializers()).doesNotContainKey("w");
    assertThat(sqnr(model, result.model())).isGreaterThan(33);
  }

  @Test
  void whatStaysFloat_saysWhy() {
    Nets net = new Nets(5);
    String x = net.input("x", 4, 4);
    net.node("MatMul", "square", List.of(x, x));
    net.node("MatMul", "out", List.of("square", net.weights("w", 0.2, 4, 4)));
    net.node("MatMul", "y", List.of("out", net.weights("v", 0.2, 4, 4)));
    Model model = net.output("y", 4, 4).model(13);
    Quantization result =
        Quantizers.named("int8-dynamic")
            .quantize(model, List.of(), QuantizationOptions.defaults().exclude("out"));
    assertThat(result.report().keptFloat())
        .extracting(NodeReport::node, node -> node.keptFloat().orElseThrow())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "square", "its second operand is not a finite float32 constant matrix"),
            org.assertj.core.groups.Tuple.tuple("out", "it was excluded"));
    assertThat(result.report().macsShare()).isBetween(0.3, 0.4);
    assertThatThrownBy(
            () ->
                Quantizers.named("int8-dynamic")
                    .quantize(model, List.of(), QuantizationOptions.defaults().with("a", "b")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void realTransformer_runs() {
    Model model = Model.load(SharedFiles.require("models/transformer_trec.onnx"));
    Quantization result = Quantizers.named("int8-dynamic").quantize(model);
    assertThat(result.report().macsShare()).isGreaterThan(0.9);
    Tensor ids = Tensor.of(new long[32], 1, 32);
    assertThat(Runs.sqnr(model, result.model(), List.of(Map.of("input_ids", ids))))
        .isGreaterThan(30);
  }

  @Test
  void realModelOfNestedBranches_runs() {
    Model model = Model.load(SharedFiles.require("models/silero_vad.onnx"));
    Quantization result = Quantizers.named("int8-dynamic").quantize(model);
    Map<String, Tensor> input =
        Map.of(
            "input", Tensor.of(new float[576], 1, 576),
            "state", Tensor.of(new float[256], 2, 1, 128),
            "sr", Tensor.of(new long[] {16000}).reshape());
    assertThat(Runs.sqnr(model, result.model(), List.of(input))).isGreaterThan(20);
  }

  private static Model branching() {
    GraphBuilder graph = Graph.builder("branching");
    graph.input("x", ElementType.FLOAT32, Shape.of(3, 8));
    graph.initializer("zero", Tensor.of(new float[] {0}).reshape());
    float[] weights = new float[64];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.sin(i);
    }
    graph.initializer("w", Tensor.of(weights, 8, 8));
    graph.node("ReduceSum", "sum", List.of("x"), Attribute.of("keepdims", 0L));
    graph.node("Greater", "positive", List.of("sum", "zero"));
    graph.node(
        Node.of(
            "If",
            "if",
            List.of("positive"),
            List.of("y"),
            Attribute.of("then_branch", branch("then", "Relu")),
            Attribute.of("else_branch", branch("else", "Neg"))));
    graph.output("y", ElementType.FLOAT32, Shape.of(3, 8));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  private static Graph branch(String name, String operator) {
    GraphBuilder branch = Graph.builder(name);
    branch.node("MatMul", name + "_product", List.of("x", "w"));
    branch.node(operator, name + "_result", List.of(name + "_product"));
    branch.output(name + "_result", ElementType.FLOAT32, Shape.of(3, 8));
    return branch.build();
  }

  private static double sqnr(Model model, Model quantized) {
    return Runs.sqnr(model, quantized, Nets.samples(model, 3, 2));
  }
}
