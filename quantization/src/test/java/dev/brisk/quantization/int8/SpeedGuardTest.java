package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import dev.brisk.quantization.testing.SimulatedAccelerator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is decided on a simulated device, where one form is faster beyond doubt. */
final class SpeedGuardTest {
  private static final long CONVERSION = 20;

  private final Model model = net();

  private static Model net() {
    Nets net = new Nets(1);
    net.input("x", 1, 3, 8, 8);
    net.conv("a", "x", 3, 8, 3);
    net.conv("b", "a", 8, 8, 3);
    net.conv("c", "b", 8, 4, 3);
    return net.output("c", 1, 4, 8, 8).model(13);
  }

  /** A device on which convolutions take so many microseconds; the first may take others. */
  private static Accelerator device(long floats, long codes, long firstFloats, long firstCodes) {
    return new SimulatedAccelerator(
        (graph, node) -> {
          if (!node.is("Conv")) {
            return node.is("QuantizeLinear") ? CONVERSION : 0;
          }
          boolean coded = graph.producer(node.input(1)) != null;
          boolean first = node.input(1).startsWith("a_w");
          return coded ? (first ? firstCodes : codes) : (first ? firstFloats : floats);
        });
  }

  private Quantization quantize(Accelerator accelerator, String speed) {
    QuantizationOptions options =
        QuantizationOptions.defaults().accelerator(accelerator).with("speed", speed);
    return Quantizers.named("int8").quantize(model, Nets.samples(model, 2, 1), options);
  }

  @Test
  void slowerModel_isNotReturned() {
    Quantization result = quantize(device(100, 400, 100, 400), "measured");
    assertThat(result.model()).isSameAs(model);
    assertThat(result.report().macsShare()).isZero();
    assertThat(result.report().bytesOut()).isEqualTo(result.report().bytesIn());
    assertThat(result.report().keptFloat()).hasSize(3);
    assertThat(reason(result)).matches("a run took .* ms here in int8, .* ms in float32");
    assertThat(result.report().decisions()).isEqualTo(Map.of("speed", "float32"));
    assertThat(quantize(Accelerators.best(), "float32").model()).isSameAs(model);
  }

  @Test
  void fasterModel_isReturnedWhole() {
    Quantization result = quantize(device(400, 100, 400, 100), "measured");
    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.report().decisions()).isEqualTo(Map.of("speed", "any"));
    assertThat(result.report().findings().get(0)).startsWith("A run with one thread took ");
  }

  @Test
  void modelThatIsSlowerByLittle_isNotReturned() {
    Quantization result = quantize(device(1000, 1060, 1000, 1060), "measured");
    assertThat(result.model()).isSameAs(model);
    assertThat(result.report().findings()).last().asString().contains("float model was left");
  }

  @Test
  void mostOfTheModelInInt8_isWorthSomeTime() {
    Quantization result = quantize(device(1000, 600, 400, 500), "measured");
    assertThat(result.report().macsShare()).isEqualTo(1);
  }

  @Test
  void nodesStayFloat_whereTheirKernelsAreSlow() {
    Quantization result = quantize(device(400, 100, 100, 800), "measured");
    assertThat(result.report().decisions()).isEqualTo(Map.of("speed", "float32:a"));
    assertThat(result.report().keptFloat()).extracting(NodeReport::node).containsExactly("a");
    assertThat(reason(result)).isEqualTo("Conv took 0.800 ms here, Conv 0.100 ms");
    Quantization again = quantize(Accelerators.best(), "float32:a");
    assertThat(again.report().macsShare()).isEqualTo(result.report().macsShare());
    assertThat(Runs.sqnr(again.model(), result.model(), Nets.samples(model, 2, 2)))
        .isGreaterThan(100);
  }

  @Test
  void accelerator_thatRunsForResultsOnly_decidesNothing() {
    Quantization result = quantize(Accelerators.named("reference"), "measured");
    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.report().findings()).singleElement().asString().contains("reference");
  }

  @Test
  void repeatedDecision_keepsWhatItNames() {
    Quantization result = quantize(Accelerators.best(), "float32:a,b");
    assertThat(result.report().keptFloat()).extracting(NodeReport::node).containsExactly("a", "b");
    assertThat(reason(result)).isEqualTo("it was faster so when that was measured");
  }

  @Test
  void otherValue_isRefused() {
    assertThatThrownBy(() -> quantize(Accelerators.best(), "fast"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must be one of [any, measured, float32, float32:NODE,NODE]");
  }

  private static String reason(Quantization result) {
    return result.report().keptFloat().get(0).keptFloat().orElse("");
  }
}
