package dev.brisk.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.testing.SharedFiles;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CleanupModelsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ad_autoencoder_mlperf,              BatchNormalization",
    "kws_dscnn_mlperf,                   BatchNormalization",
    "mnist_cntk,                         Add MatMul",
    "mobilenet_v1_0.25_224,              BatchNormalization",
    "mobilenet_v1_0.75_224,              BatchNormalization",
    "resnet20_cifar10,                   BatchNormalization Constant ConstantOfShape Cast Concat",
    "resnet8_cifar10_mlperf,             BatchNormalization",
    "transformer_trec,                   Constant",
    "ultraface_rfb_320,                  Constant",
    "vww_mobilenet_v1_0.25_96_mlperf,    BatchNormalization",
    "yolox_nano_416_op13,                BatchNormalization",
  })
  void outputsStay_andOperatorsGo(String name, String gone) {
    Model model = Model.load(SharedFiles.require("models/" + name + ".onnx"));
    Model clean = Agreement.check(Passes.CLEANUP, model, new Random(7), 2e-5);
    assertThat(operators(clean.graph())).doesNotContain(gone.split(" "));
    assertThat(clean.graph().inputs().stream().map(input -> input.name()))
        .containsExactlyElementsOf(model.inputs().stream().map(input -> input.name()).toList());
    assertThat(clean.graph().outputs()).isEqualTo(model.graph().outputs());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "ad_autoencoder_mlperf",
        "kws_dscnn_mlperf",
        "mnist_cntk",
        "mobilenet_v1_0.25_224",
        "mobilenet_v1_0.75_224",
        "resnet20_cifar10",
        "resnet8_cifar10_mlperf",
        "silero_vad",
        "transformer_trec",
        "ultraface_rfb_320",
        "vww_mobilenet_v1_0.25_96_mlperf",
        "yolox_nano_416_op13",
      })
  void outputsStay_whenFused(String name) {
    Model model = Model.load(SharedFiles.require("models/" + name + ".onnx"));
    Model clean = Passes.apply(Passes.CLEANUP, model);
    Model fused = Passes.apply(Passes.FUSION, clean);
    Random random = new Random(7);
    Map<String, Tensor> inputs =
        name.equals("silero_vad") ? sound(random) : Agreement.inputs(model, random);
    Agreement.checkInterpreted(clean, fused, inputs, 2e-5);
  }

  private static Map<String, Tensor> sound(Random random) {
    return Map.of(
        "input",
        Agreement.floats(random, 1, 512),
        "state",
        Tensor.allocate(ElementType.FLOAT32, Shape.of(2, 1, 128)),
        "sr",
        Tensor.of(new long[] {16000}));
  }

  @Test
  void sileroVad_withNestedBranches() {
    Model model = Model.load(SharedFiles.require("models/silero_vad.onnx"));
    Model clean = Agreement.check(Passes.CLEANUP, model, sound(new Random(7)), 1e-5);
    Set<String> operators = new TreeSet<>();
    collect(clean.graph(), operators);
    assertThat(operators)
        .contains("LSTM", "Conv")
        .doesNotContain("Constant", "Transpose", "Reshape");
  }

  private static void collect(Graph graph, Set<String> operators) {
    for (Node node : graph.nodes()) {
      operators.add(node.operator());
      node.subgraphs().forEach(body -> collect(body, operators));
    }
  }

  private static Set<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::operator).collect(Collectors.toSet());
  }
}
