package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.Accelerators;
import dev.brisk.Executable;
import dev.brisk.Model;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkloadTest {
  @Test
  void samples_dependOnTheirIndexAlone() {
    assertThat(image(3)).isEqualTo(image(3)).isNotEqualTo(image(4));
  }

  @Test
  void batch_holdsConsecutiveSamples() {
    Model model = Model.load(Workload.TINY.file(Precision.FP32));
    float[] batch = Workload.TINY.samples().of(model.inputs(), 3, 2).get("image").toFloatArray();
    assertThat(Arrays.copyOf(batch, batch.length / 2)).isEqualTo(image(3));
    assertThat(Arrays.copyOfRange(batch, batch.length / 2, batch.length)).isEqualTo(image(4));
  }

  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"TINY", "RESNET50", "MOBILENET_V2", "BERT_BASE"})
  void builtModels_answerDifferentInputsDifferently(Workload workload) {
    assumeTrue(workload == Workload.TINY || workload.present(), () -> "no model of " + workload);
    List<float[]> answers = answers(workload, Precision.FP32);
    assertThat(answers).allSatisfy(answer -> assertThat(deviation(answer)).isBetween(0.05, 20.0));
    for (int i = 1; i < answers.size(); i++) {
      assertThat(correlation(answers.get(0), answers.get(i))).isLessThan(0.9);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"TINY", "RESNET50", "MOBILENET_V2", "BERT_BASE"})
  void quantizedModels_answerAsTheFloatOnes(Workload workload) {
    assumeTrue(workload == Workload.TINY || workload.present(), () -> "no model of " + workload);
    List<float[]> answers = answers(workload, Precision.FP32);
    List<float[]> quantized = answers(workload, Precision.INT8);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(correlation(answers.get(i), quantized.get(i))).isGreaterThan(0.85);
    }
  }

  private static float[] image(long index) {
    return Workload.TINY.sample(index).get("image").toFloatArray();
  }

  /** The last output for a few samples. */
  private static List<float[]> answers(Workload workload, Precision precision) {
    Model model = Model.load(workload.file(precision));
    try (Executable executable = Accelerators.named("onnxruntime").compile(model)) {
      String last = executable.outputs().get(executable.outputs().size() - 1).name();
      return IntStream.range(0, 4)
          .mapToObj(index -> workload.samples().of(model.inputs(), index, 1))
          .map(executable::run)
          .map(outputs -> outputs.get(last).toFloatArray())
          .toList();
    }
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double covariance(float[] left, float[] right) {
    double leftMean = mean(left);
    double rightMean = mean(right);
    return IntStream.range(0, left.length)
        .mapToDouble(i -> (left[i] - leftMean) * (right[i] - rightMean))
        .average()
        .orElseThrow();
  }

  private static double deviation(float[] values) {
    return Math.sqrt(covariance(values, values));
  }

  private static double correlation(float[] left, float[] right) {
    return covariance(left, right) / (deviation(left) * deviation(right));
  }
}
