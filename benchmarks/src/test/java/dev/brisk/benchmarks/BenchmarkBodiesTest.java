package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Calibration;
import dev.brisk.Model;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies that JMH times do what they are named for. */
final class BenchmarkBodiesTest {
  static Stream<Arguments> contenders() {
    return Stream.of(Contender.values())
        .flatMap(
            contender ->
                Stream.of(Precision.values()).map(precision -> Arguments.of(contender, precision)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("contenders")
  void latency_readsTheOutputs(Contender contender, Precision precision) {
    Latency latency = new Latency();
    latency.workload = Workload.TINY;
    latency.precision = precision;
    latency.contender = contender;
    latency.threads = 2;
    latency.open();
    assertThat(latency.run()).isEqualTo(latency.run()).isNotZero();
    latency.close();
  }

  @ParameterizedTest
  @EnumSource
  void boundOverhead_readsTheOutputs(Contender contender) {
    BoundOverhead overhead = new BoundOverhead();
    overhead.workload = Workload.TINY;
    overhead.contender = contender;
    overhead.open();
    assertThat(overhead.run()).isEqualTo(overhead.run()).isNotZero();
    overhead.close();
  }

  @Test
  void loading_opensTheModel() {
    Loading loading = new Loading();
    loading.workload = Workload.TINY;
    loading.find();
    assertThat(loading.load()).isPositive();
    assertThat(loading.compile()).isEqualTo(1);
    assertThat(loading.compileRaw()).isEqualTo(1);
  }

  @Test
  void quantizing_makesAQuantizedModel() {
    Quantizing quantizing = new Quantizing();
    quantizing.workload = Workload.TINY;
    quantizing.sampleCount = 4;
    quantizing.rounding = "learned";
    quantizing.prepare();
    assertThat(quantizing.plainRuns()).isNotZero();
    Calibration calibration = quantizing.calibrate();
    assertThat(calibration.samples()).isEqualTo(4);
    Model model = quantizing.quantize();
    assertThat(model.graph().nodes()).anyMatch(node -> node.is("QuantizeLinear"));
  }
}
