package dev.brisk.quantization.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import dev.brisk.testing.SharedFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HalfQuantizerTest {
  @Test
  void network_computesInHalf_andKeepsItsInputsAndOutputs() {
    Nets net = new Nets(1);
    String a = net.node("Relu", "a", List.of(net.conv("c", net.input("x", -1, 3, 8, 8), 3, 4, 3)));
    net.constant("sizes", Tensor.of(new float[] {1, 1, 2, 2}, 4));
    String large =
        net.node(
            "Resize",
            "r",
            List.of(a, "", "sizes"),
            Attribute.of("mode", "nearest"),
            Attribute.of("coordinate_transformation_mode", "asymmetric"));
    net.conv("y", large, 4, 4, 3);
    Model model = net.output("a", -1, 4, 8, 8).output("y", -1, 4, 16, 16).model(13);

    Quantization result = Quantizers.named("fp16").quantize(model);

    assertThat(result.model().inputs()).isEqualTo(model.inputs());
    assertThat(result.model().outputs()).isEqualTo(model.outputs());
    assertThat(result.model().graph().initializers().values())
        .filteredOn(initializer -> initializer.elementType() == ElementType.FLOAT32)
        .extracting(Initializer::name)
        .containsExactly("sizes");
    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.report().bytesOut()).isLessThan(result.report().bytesIn() * 6 / 10);
    assertThat(Runs.sqnr(model, result.model(), Nets.samples(model, 2, 5))).isGreaterThan(55);
  }

  @Test
  void values_namedLikeThoseThatAreAdded_keepTheirNumbers() {
    Nets net = new Nets(21);
    String product = net.node("Mul", "p", List.of(net.input("x", 1, 4), net.weights("w", 1, 1, 4)));
    net.node("Mul", "y", List.of(product, net.weights("w_float16", 1, 1, 4)));
    Model model = net.output("y", 1, 4).model(13);

    Quantization result = Quantizers.named("fp16").quantize(model);

    assertThat(Runs.sqnr(model, result.model(), Nets.samples(model, 2, 5))).isGreaterThan(55);
  }

  @Test
  void whatHalfIsNotFor_staysSingle_betweenCasts() {
    Nets net = new Nets(2);
    net.constant("k", Tensor.of(new long[] {3}, 1));
    String c = net.conv("c", net.input("x", 1, 3, 4, 8), 3, 4, 3);
    net.node(Node.of("TopK", "t", List.of(c, "k"), List.of("v", "i")));
    net.node("Mul", "y", List.of("v", net.weights("w", 1, 3)));
    net.node("Add", "z", List.of(c, net.weights("u", 1, 8)));
    Model model = net.output("y", 1, 4, 4, 3).output("z", 1, 4, 4, 8).model(13);
    Quantization result =
        Quantizers.named("fp16")
            .quantize(model, List.of(), QuantizationOptions.defaults().exclude("z"));
    assertThat(result.report().keptFloat())
        .extracting(NodeReport::node)
        .containsExactly("t", "y", "z");
    assertThat(result.model().graph().nodes())
        .filteredOn(node -> node.is("Cast"))
        .extracting(node -> node.output(0))
        .containsExactlyInAnyOrder("x_float16", "c");
    assertThat(Runs.sqnr(model, result.model(), Nets.samples(model, 2, 5))).isGreaterThan(50);
  }

  @Test
  void weightsThatDoNotFit_stayFloat32() {
    Nets net = new Nets(3);
    net.constant("large", Tensor.of(new float[] {1e6f, 0, 2}, 3));
    net.constant("small", Tensor.of(new float[] {1e-9f, 3e-9f, 0}, 3));
    String product = net.node("Mul", "p", List.of(net.input("x", 3), "large"));
    net.node("Tanh", "y", List.of(net.node("Add", "s", List.of(product, "small"))));
    Model model = net.output("y", 3).model(13);
    Quantization result = Quantizers.named("fp16").quantize(model);
    assertThat(result.model().graph().initializers().get("large").elementType())
        .isEqualTo(ElementType.FLOAT32);
    assertThat(result.report().keptFloat())
        .extracting(NodeReport::node, node -> node.keptFloat().orElseThrow())
        .contains(
            tuple("p", "of its constant 'large', 1000000 is more than float16 holds"),
            tuple("s", "the numbers of 'p' may be too large for float16"));
    assertThat(Runs.sqnr(model, result.model(), Nets.samples(model, 2, 5))).isGreaterThan(100);
  }

  @Test
  void castsAndFills_giveHalf() {
    Nets net = new Nets(4);
    net.constant("shape", Tensor.of(new long[] {2}, 1));
    net.node(
        "ConstantOfShape",
        "f",
        List.of(net.node("Shape", "s", List.of(net.input("x", -1, 3)))),
        Attribute.of("value", Tensor.of(new float[] {2.5f}, 1)));
    net.node("Cast", "c", List.of("s"), Attribute.of("to", 1L));
    net.node("ReduceSum", "n", List.of("c"), Attribute.of("keepdims", 0L));
    net.node("Mul", "p", List.of("x", "f"));
    net.node("Add", "y", List.of("p", "n"));
    Model model = net.output("y", -1, 3).model(13);
    Quantization result = Quantizers.named("fp16").quantize(model);
    assertThat(Runs.sqnr(model, result.model(), Nets.samples(model, 1, 5))).isGreaterThan(50);
  }

  @Test
  void settings_areRefused() {
    Nets net = new Nets(5);
    net.node("Relu", "y", List.of(net.input("x", 1)));
    Model model = net.output("y", 1).model(13);
    assertThatThrownBy(
            () ->
                Quantizers.named("fp16")
                    .quantize(model, List.of(), QuantizationOptions.defaults().with("a", "b")))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "ad_autoencoder_mlperf",
        "kws_dscnn_mlperf",
        "mnist_cntk",
        "mobilenet_v1_0.25_224",
        "resnet20_cifar10",
        "silero_vad",
        "transformer_trec",
        "ultraface_rfb_320",
        "yolox_nano_416_op13"
      })
  void realModels_run(String name) {
    Model model = Model.load(SharedFiles.require("models/" + name + ".onnx"));
    Quantization result = Quantizers.named("fp16").quantize(model);
    assertThat(Runs.sqnr(model, result.model(), List.of(sample(model)))).isGreaterThan(20);
  }

  private static Map<String, Tensor> sample(Model model) {
    Random random = new Random(7);
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (TensorSpec input : model.inputs()) {
      Shape declared = input.shape();
      assertThat(declared).isNotNull();
      Shape shape =
          declared.rank() == 2 && declared.dim(1) == Shape.FREE
              ? Shape.of(1, 576)
              : declared.withFree(1);
      float[] values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            input.elementType() == ElementType.FLOAT32
                ? random.nextFloat()
                : input.name().equals("sr") ? 16000 : random.nextInt(50);
      }
      sample.put(input.name(), Tensor.of(values, shape.dims()).to(input.elementType()));
    }
    return sample;
  }
}
