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

/** Every contender puts out the same on every workload whose model is there. */
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
    for (Contender contender : EnumSet.complementOf(EnumSet.of(Contender.RAW))) {
      assertThat(floats(outputs(contender, workload, precision)))
          .as(contender.toString())
          .usingRecursiveComparison()
          .isEqualTo(floats(expected));
    }
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
