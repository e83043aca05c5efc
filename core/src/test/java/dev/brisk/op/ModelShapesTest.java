package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.testing.OnnxRuntimeRun;
import dev.brisk.testing.SharedFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is inferred of real models is what a run of them shows. */
final class ModelShapesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ad_autoencoder_mlperf, 264192",
    "kws_dscnn_mlperf, 2656768",
    "mnist_cntk, 786560",
    "mobilenet_v1_0.25_224, 41030272",
    "mobilenet_v1_0.75_224, 325400448",
    "resnet20_cifar10, 40551040",
    "resnet8_cifar10_mlperf, 12501632",
    "transformer_trec, 8913664",
    "ultraface_rfb_320, 100418560",
    "vww_mobilenet_v1_0.25_96_mlperf, 7489664",
    "yolox_nano_416_op13, 522553408"
  })
  void everyValue_hasTheTypeThatARunShows(String name, long macs) {
    Model model = Model.load(SharedFiles.require("models/" + name + ".onnx"));
    Map<String, Tensor> inputs = new HashMap<>();
    for (TensorSpec spec : model.inputs()) {
      inputs.put(spec.name(), Tensor.allocate(spec.elementType(), spec.shape().withFree(1)));
    }
    compare(model, inputs, true);
    assertThat(Costs.macs(model, Map.of()).values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(macs);
  }

  @Test
  void sileroVad_withNestedBranches() {
    Model model = Model.load(SharedFiles.require("models/silero_vad.onnx"));
    Map<String, Tensor> inputs =
        Map.of(
            "input", Tensor.allocate(ElementType.FLOAT32, Shape.of(1, 512)),
            "state", Tensor.allocate(ElementType.FLOAT32, Shape.of(2, 1, 128)),
            "sr", Tensor.of(new long[] {16000}));
    compare(model, inputs, false); // its branches give different shapes
  }

  private static void compare(Model model, Map<String, Tensor> inputs, boolean isStatic) {
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((input, tensor) -> shapes.put(input, tensor.shape()));
    Types general = ShapeInference.prove(model);
    Types exact = ShapeInference.infer(model, shapes);
    Map<String, Tensor> run = OnnxRuntimeRun.of(everyValue(model, exact), inputs);
    assertThat(run).isNotEmpty();
    run.forEach(
        (value, tensor) -> {
          assertThat(exact.elementType(value)).as(value).isEqualTo(tensor.elementType());
          assertThat(exact.shape(value)).as(value).matches(shape -> shape.accepts(tensor.shape()));
          assertThat(exact.shape(value).isStatic() || !isStatic).as(value).isTrue();
          assertThat(general.shape(value))
              .as(value)
              .matches(shape -> shape == null ? !isStatic : shape.accepts(tensor.shape()));
          if (exact.constant(value) != null) {
            assertThat(exact.constant(value).toByteArray()).isEqualTo(tensor.toByteArray());
          }
        });
  }

  /** The model with all values of its main graph as outputs. */
  private static Model everyValue(Model model, Types types) {
    Graph graph = model.graph();
    GraphBuilder builder = graph.toBuilder();
    List<Value> outputs = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        outputs.add(Value.tensor(output, types.elementType(output), null));
      }
    }
    return model.withGraph(builder.outputs(outputs).build());
  }
}
