package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.testing.SharedFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxRuntimeTest {
  private final Accelerator accelerator = Accelerators.named("onnxruntime");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ad_autoencoder_mlperf",
        "kws_dscnn_mlperf",
        "mnist_cntk",
        "mobilenet_v1_0.25_224",
        "resnet20_cifar10",
        "resnet8_cifar10_mlperf",
        "transformer_trec",
        "ultraface_rfb_320",
        "vww_mobilenet_v1_0.25_96_mlperf",
        "yolox_nano_416_op13"
      })
  void realModel_runsAndBinds(String name) {
    Model model = Model.load(SharedFiles.require("models/" + name + ".onnx"));
    try (Executable executable = accelerator.compile(model);
        var binding = executable.bind()) {
      Map<String, Tensor> zeros = new LinkedHashMap<>();
      for (TensorSpec input : executable.inputs()) {
        Shape shape = binding.input(input.name()).shape();
        zeros.put(input.name(), Tensor.allocate(input.elementType(), shape));
      }
      Map<String, Tensor> outputs = executable.run(zeros);
      binding.run();
      assertThat(outputs).hasSameSizeAs(executable.outputs());
      outputs.forEach(
          (output, tensor) ->
              assertThat(tensor.toByteArray())
                  .as(output)
                  .isEqualTo(binding.output(output).toByteArray()));
    }
  }

  @Test
  void description_namesTheVersion() {
    assertThat(accelerator.description()).contains("ONNX Runtime " + OnnxRuntime.load().version());
  }
}
