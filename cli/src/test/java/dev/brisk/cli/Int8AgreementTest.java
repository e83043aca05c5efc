package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.task.Task;
import dev.brisk.testing.OnnxRuntimeRun;
import dev.brisk.testing.SharedFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Accelerator {@code reference} computes of int8 models what the integer kernels of ONNX Runtime
 * do.
 *
 * <p>It computes quantized regions in float, as the model says them; ONNX Runtime's optimizer makes
 * integer operators of them. Both round the same real number, so that the codes differ only where
 * that lies next to the middle between two codes, and by one. Region by region this holds for every
 * model and every code. From end to end it holds for models that no such code is met in; in deeper
 * ones a code that differs lets others do so further on, and then ONNX Runtime's float kernels are
 * as far from its integer kernels as the reference is: of the outputs of yolox_nano half differ by
 * more than one, of the others at most some percent.
 */
final class Int8AgreementTest {
  private static final int CALIBRATION_SAMPLES = 16;

  /** Of the codes; products of small integers often lie in the middle between two. */
  private static final double NEAR_MIDDLE = 1e-4;

  /** Of the largest magnitude of an output. */
  private static final double FLOAT = 1e-5;

  private static final Map<String, Model> MODELS = new HashMap<>();

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
  void everyRegion_givesTheSameCodesOrNeighbours(String name) {
    Model model = quantized(name);
    QuantizedValues values = new QuantizedValues(model);
    for (Map<String, Tensor> inputs : inputs(name)) {
      Map<String, Tensor> codes = run("onnxruntime", values.exposed(), inputs);
      assertThat(Difference.of(run("onnxruntime", model, inputs), codes, outputs(model)).most())
          .as("exposed codes leave the kernels as they are")
          .isZero();
      Map<String, Tensor> made = run("reference", values.cut(codes), values.given(inputs, codes));
      Difference difference = Difference.of(made, codes, values.names());
      assertThat(difference.most()).isLessThanOrEqualTo(1);
      assertThat(difference.shareBeyond(0)).isLessThanOrEqualTo(NEAR_MIDDLE);
      assertThat(Difference.of(made, codes, outputs(model)).relative()).isLessThanOrEqualTo(FLOAT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kws_dscnn_mlperf", "mnist_cntk", "resnet8_cifar10_mlperf", "transformer_trec"})
  void wholeModel_givesTheSameCodesOrNeighbours(String name) {
    Model model = new QuantizedValues(quantized(name)).last();
    for (Map<String, Tensor> inputs : inputs(name)) {
      assertThat(
              Difference.of(run("reference", model, inputs), run("onnxruntime", model, inputs))
                  .most())
          .isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v1_0.25_224",
        "mobilenet_v1_0.75_224",
        "resnet20_cifar10",
        "ultraface_rfb_320",
        "vww_mobilenet_v1_0.25_96_mlperf",
        "yolox_nano_416_op13"
      })
  void deepModel_isAsNearAsFloatKernelsAre(String name) {
    Model model = new QuantizedValues(quantized(name)).last();
    for (Map<String, Tensor> inputs : inputs(name)) {
      Map<String, Tensor> codes = run("onnxruntime", model, inputs);
      double own = Difference.of(OnnxRuntimeRun.of(model, inputs), codes).shareBeyond(1);
      Difference difference = Difference.of(run("reference", model, inputs), codes);
      assertThat(difference.shareBeyond(1)).isLessThanOrEqualTo(0.02 + 1.1 * own);
    }
  }

  /** What ONNX Runtime's optimizer makes of a model computes in integers from end to end. */
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
  void integerOperators_giveTheSameCodesOrNeighbours(String name, @TempDir Path folder) {
    Model model = new QuantizedValues(quantized(name)).last();
    Path file = folder.resolve("integer.onnx");
    CompileOptions options =
        CompileOptions.defaults()
            .with("onnxruntime.optimization", "extended")
            .with("onnxruntime.optimized-model", file.toString());
    try (Executable kernels = Accelerators.named("onnxruntime").compile(model, options)) {
      Model integer = Model.load(file);
      for (Map<String, Tensor> inputs : inputs(name)) {
        Difference difference =
            Difference.of(run("reference", integer, inputs), kernels.run(inputs));
        assertThat(difference.most()).isLessThanOrEqualTo(1);
      }
    }
  }

  private static Task task(String name) {
    return Task.read(SharedFiles.require("tasks/" + name + ".json"));
  }

  private static List<Map<String, Tensor>> inputs(String name) {
    Samples samples = task(name).evaluation();
    return List.of(samples.get(0).inputs(), samples.get(samples.size() - 1).inputs());
  }

  private static Model quantized(String name) {
    return MODELS.computeIfAbsent(name, key -> quantized(task(key)));
  }

  private static Model quantized(Task task) {
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < Math.min(CALIBRATION_SAMPLES, task.calibration().size()); i++) {
      samples.add(task.calibration().get(i).inputs());
    }
    return Quantizers.named("int8").quantize(Model.load(task.model()), samples).model();
  }

  private static Map<String, Tensor> run(
      String accelerator, Model model, Map<String, Tensor> inputs) {
    try (Executable executable =
        Accelerators.named(accelerator).compile(model, CompileOptions.defaults())) {
      return executable.run(inputs);
    }
  }

  private static List<String> outputs(Model model) {
    return model.outputs().stream().map(output -> output.name()).toList();
  }

  /**
   * How far values lie apart.
   *
   * @param most of all values
   * @param relative of all values, in units of the largest magnitude of their tensor
   */
  private record Difference(List<double[]> apart, double most, double relative) {
    static Difference of(Map<String, Tensor> made, Map<String, Tensor> expected) {
      return of(made, expected, expected.keySet());
    }

    static Difference of(
        Map<String, Tensor> made, Map<String, Tensor> expected, Collection<String> names) {
      List<double[]> all = new ArrayList<>();
      double most = 0;
      double relative = 0;
      assertThat(names).isNotEmpty();
      for (String name : names) {
        double[] apart = doubles(made.get(name));
        double[] wanted = doubles(expected.get(name));
        assertThat(apart).hasSameSizeAs(wanted);
        double largest = 0;
        double farthest = 0;
        for (int i = 0; i < apart.length; i++) {
          apart[i] = Math.abs(apart[i] - wanted[i]);
          farthest = Math.max(farthest, apart[i]);
          largest = Math.max(largest, Math.abs(wanted[i]));
        }
        all.add(apart);
        most = Math.max(most, farthest);
        relative = Math.max(relative, farthest == 0 ? 0 : farthest / largest);
      }
      return new Difference(all, most, relative);
    }

    double shareBeyond(double bound) {
      long beyond = 0;
      long count = 0;
      for (double[] values : apart) {
        count += values.length;
        for (double value : values) {
          beyond += value > bound ? 1 : 0;
        }
      }
      return (double) beyond / count;
    }

    private static double[] doubles(Tensor tensor) {
      return tensor.to(ElementType.FLOAT64).toDoubleArray();
    }
  }
}
