package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.Tensor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contenders put out the same on every workload whose model is there. */
final class ContendersAgreeTest {
  static Stream<Arguments> workloads() {
    return EnumSet.allOf(Workload.class).stream()
        .flatMap(
            workload ->
                Stream.of(Precision.values()).map(precision -> Arguments.of(workload, precision)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("workloads")
  void outputs_areEqual(Workload workload, Precision precision) {
    assumeTrue(workload == Workload.TINY || workload.present(), () -> "no model of " + workload);
    Map<String, Tensor> expected = outputs(Contender.RAW, workload, precision);
    assertThat(expected).isNotEmpty();
    for (Contender contender : EnumSet.of(Contender.TYPICAL, Contender.BOUND, Contender.UNBOUND)) {
      assertThat(floats(outputs(contender, workload, precision)))
          .as(contender.toString())
          .usingRecursiveComparison()
          .isEqualTo(floats(expected));
    }
  }

  /** Other kernels round elsewhere, so they are not equal, but no further from the float model. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("workloads")
  void otherKernels_areAsNearToTheFloatModel(Workload workload, Precision precision) {
    assumeTrue(workload == Workload.TINY || workload.present(), () -> "no model of " + workload);
    Map<String, float[]> wanted = floats(outputs(Contender.RAW, workload, Precision.FP32));
    Map<String, float[]> peer = floats(outputs(Contender.RAW, workload, precision));
    Map<String, float[]> own = floats(outputs(Contender.ONEDNN, workload, precision));
    for (String output : wanted.keySet()) {
      double allowed = 1e-8 + 2 * noise(peer.get(output), wanted.get(output));
      assertThat(noise(own.get(output), wanted.get(output))).as(output).isLessThan(allowed);
    }
  }

  /** The power of the difference for the power of what is wanted. */
  private static double noise(float[] actual, float[] wanted) {
    assertThat(actual).hasSameSizeAs(wanted);
    double noise = 0;
    double signal = 0;
    for (int i = 0; i < wanted.length; i++) {
      noise += Math.pow(actual[i] - wanted[i], 2);
      signal += Math.pow(wanted[i], 2);
    }
    return noise / signal;
  }

  private static Map<String, Tensor> outputs(
      Contender contender, Workload workload, Precision precision) {
    Map<String, Tensor> sample = workload.sample(0);
    try (Session session = contender.open(workload.file(precision), sample, 1)) {
      session.run();
      int digest = session.digest();
      session.run();
      assertThat(session.digest()).as(contender + " run again").isEqualTo(digest);
      return session.outputs();
    }
  }

  private static Map<String, float[]> floats(Map<String, Tensor> tensors) {
    Map<String, float[]> floats = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> floats.put(name, tensor.toFloatArray()));
    return floats;
  }
}
