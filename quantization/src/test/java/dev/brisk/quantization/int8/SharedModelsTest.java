package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.Quantizers;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.quantization.testing.Kernels;
import dev.brisk.testing.SharedFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models: every convolution and matrix product with weights gets an integer kernel. */
final class SharedModelsTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ad_autoencoder_mlperf, QGemm, 10",
    "kws_dscnn_mlperf, QLinearConv, 9",
    "mnist_cntk, QLinearConv, 2",
    "mobilenet_v1_0.25_224, QLinearConv, 28",
    "mobilenet_v1_0.75_224, QLinearConv, 28",
    "resnet20_cifar10, QLinearConv, 19",
    "resnet8_cifar10_mlperf, QLinearConv, 9",
    "transformer_trec, MatMulIntegerToFloat, 12",
    "ultraface_rfb_320, QLinearConv, 52",
    "vww_mobilenet_v1_0.25_96_mlperf, QLinearConv, 27",
    "yolox_nano_416_op13, QLinearConv, 113",
  })
  void products_getIntegerKernels(String name, String kernel, int count) {
    Model model = Model.load(SharedFiles.require("models/" + name + ".onnx"));
    Quantization result =
        Quantizers.named("int8").quantize(model, List.of(sample(model, 1), sample(model, 2)));

    Map<String, Integer> kernels = Kernels.of(result.model(), folder);
    assertThat(kernels)
        .containsEntry(kernel, count)
        .doesNotContainKeys("Conv", "Gemm", "FusedConv");
    assertThat(result.report().macsShare()).isGreaterThan(0.9);
    assertThat(result.report().bytesOut()).isLessThan(result.report().bytesIn());
    assertThat(result.model().inputs()).isEqualTo(model.inputs());
    assertThat(result.model().outputs()).isEqualTo(model.outputs());
  }

  private static Map<String, Tensor> sample(Model model, int seed) {
    Random random = new Random(seed);
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (TensorSpec input : model.inputs()) {
      Shape declared = input.shape();
      assertThat(declared).isNotNull();
      Shape shape = declared.withFree(1);
      float[] values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            input.elementType() == ElementType.FLOAT32
                ? random.nextFloat() * 2 - 1
                : random.nextInt(100);
      }
      sample.put(input.name(), Tensor.of(values, shape.dims()).to(input.elementType()));
    }
    return sample;
  }
}
