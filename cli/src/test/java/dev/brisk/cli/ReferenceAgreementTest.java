package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Quantizers;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.task.Task;
import dev.brisk.testing.OnnxRuntimeRun;
import dev.brisk.testing.SharedFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Accelerator {@code reference} computes what ONNX Runtime does of trained models and of what the
 * other quantizers than int8 make of them.
 */
final class ReferenceAgreementTest {
  private static final int CALIBRATION_SAMPLES = 16;

  /** Of the largest magnitude of an output. */
  private static final double FLOAT = 1e-4;

  /** The same: ONNX Runtime computes in float32 where it has no kernel for float16. */
  private static final double FLOAT16 = 4e-3;

  /** The same: a number between two codes may become either. */
  private static final double DYNAMIC = 1e-3;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kws_dscnn_mlperf",
        "mnist_cntk",
        "mobilenet_v1_0.25_224",
        "mobilenet_v1_0.75_224",
        "resnet20_cifar10",
        "resnet8_cifar10_mlperf",
        "transformer_trec",
        "ultraface_rfb_320",
        "vww_mobilenet_v1_0.25_96_mlperf",
        "yolox_nano_416_op13"
      })
  void floatModels(String name) {
    Task task = task(name);
    compareAll(Model.load(task.model()), task.evaluation(), FLOAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kws_dscnn_mlperf",
        "mnist_cntk",
        "resnet20_cifar10",
        "resnet8_cifar10_mlperf",
        "transformer_trec",
        "vww_mobilenet_v1_0.25_96_mlperf"
      })
  void otherQuantizers(String name) {
    Task task = task(name);
    compareAll(quantized(task, "int8-dynamic"), task.evaluation(), DYNAMIC);
    compareAll(quantized(task, "fp16"), task.evaluation(), FLOAT16);
  }

  @Test
  void autoencoder() {
    Model model = Model.load(SharedFiles.require("models/ad_autoencoder_mlperf.onnx"));
    String input = model.inputs().get(0).name();
    Random random = new Random(21);
    float[] features = new float[640];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) (random.nextGaussian() * 10 - 20);
    }
    compare(model, Map.of(input, Tensor.of(features, 1, features.length)), FLOAT);
  }

  /** Both rates of the voice detector, whose branches nest; its state goes from step to step. */
  @ParameterizedTest
  @CsvSource({"16000, 512", "8000, 256"})
  void sileroVad(long rate, int samples) {
    Model model = Model.load(SharedFiles.require("models/silero_vad.onnx"));
    Random random = new Random(22);
    Tensor state = Tensor.allocate(ElementType.FLOAT32, Shape.of(2, 1, 128));
    for (int step = 0; step < 5; step++) {
      float[] sound = new float[samples];
      for (int i = 0; i < samples; i++) {
        sound[i] = (float) (0.3 * Math.sin(0.05 * i) + 0.1 * random.nextGaussian());
      }
      Map<String, Tensor> inputs =
          Map.of(
              "input",
              Tensor.of(sound, 1, samples),
              "state",
              state,
              "sr",
              Tensor.of(new long[] {rate}));
      state = compare(model, inputs, FLOAT).get("stateN");
    }
  }

  private static Task task(String name) {
    return Task.read(SharedFiles.require("tasks/" + name + ".json"));
  }

  private static Model quantized(Task task, String quantizer) {
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < Math.min(CALIBRATION_SAMPLES, task.calibration().size()); i++) {
      samples.add(task.calibration().get(i).inputs());
    }
    return Quantizers.named(quantizer).quantize(Model.load(task.model()), samples).model();
  }

  private static void compareAll(Model model, Samples samples, double relative) {
    inputs(samples).forEach(inputs -> compare(model, inputs, relative));
  }

  private static List<Map<String, Tensor>> inputs(Samples samples) {
    return List.of(samples.get(0).inputs(), samples.get(samples.size() - 1).inputs());
  }

  /** How many elements differ by more than the tolerance. */
  private static int beyond(Tensor made, Tensor expected, double tolerance) {
    double[] values = doubles(made);
    double[] wanted = doubles(expected);
    assertThat(made.shape()).isEqualTo(expected.shape());
    int beyond = 0;
    for (int i = 0; i < wanted.length; i++) {
      beyond += Math.abs(values[i] - wanted[i]) > tolerance ? 1 : 0;
    }
    return beyond;
  }

  /** Runs a model on both; outputs differ by so much of their largest magnitude at most. */
  private static Map<String, Tensor> compare(
      Model model, Map<String, Tensor> inputs, double relative) {
    Map<String, Tensor> expected = OnnxRuntimeRun.of(model, inputs);
    Map<String, Tensor> made = reference(model, inputs);
    expected.forEach(
        (output, tensor) -> {
          double most = Arrays.stream(doubles(tensor)).map(Math::abs).max().orElse(0);
          assertThat(beyond(made.get(output), tensor, relative * most)).as(output).isZero();
        });
    return made;
  }

  private static Map<String, Tensor> reference(Model model, Map<String, Tensor> inputs) {
    try (Executable executable =
        Accelerators.named("reference").compile(model, CompileOptions.defaults())) {
      return executable.run(inputs);
    }
  }

  private static double[] doubles(Tensor tensor) {
    return tensor.to(ElementType.FLOAT64).toDoubleArray();
  }
}
