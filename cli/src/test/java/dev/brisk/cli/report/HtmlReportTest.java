package dev.brisk.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.KernelTime;
import dev.brisk.cli.bench.Percentiles;
import dev.brisk.cli.metric.MetricSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {
  private static final Machine MACHINE =
      new Machine("cpu", List.of("avx2"), 2, "Linux", "Java 17", "1", "brisk demo", "today");

  @Test
  void of_escapesWhatModelsSay() {
    LayerError layer = new LayerError("<b>&\"x", "Conv", "int8", 1, OptionalDouble.of(30), "");
    assertThat(HtmlReport.of(comparison(2, 1, layer), MACHINE))
        .contains("&lt;b&gt;&amp;&quot;x")
        .doesNotContain("<b>&\"x");
  }

  @Test
  void of_saysWhatWasGained() {
    assertThat(HtmlReport.of(comparison(2, 1), MACHINE))
        .contains("2.0\u00d7\u00a0as\u00a0fast", "25\u202f% of the size")
        .contains("3 are read right only by the float model")
        .contains("1 is read right only by the int8 model");
  }

  @Test
  void of_hidesNoLoss() {
    assertThat(HtmlReport.of(comparison(1, 2), MACHINE))
        .contains("slower (0.50\u00d7)")
        .contains("tile warn");
  }

  @Test
  void best_isTheFastestOfThoseGoodEnough() {
    assertThat(comparison(2, 1).best().precision()).isEqualTo("int8");
    assertThat(comparison(1, 2).best().precision()).isEqualTo("float32");
  }

  @Test
  void front_leavesOutWhatAnotherBeats() {
    assertThat(comparison(2, 1).front()).hasSize(2);
    assertThat(comparison(1, 2).front())
        .extracting(Candidate::precision)
        .containsExactly("float32");
  }

  @Test
  void kernelShares_tellCodesFromFloats() {
    KernelShares shares =
        KernelShares.of(
            List.of(
                time("QLinearConv", 50),
                time("QGemm", 10),
                time("QuantizeLinear", 10),
                time("DequantizeLinear", 10),
                time("Conv", 15),
                time("Softmax", 5)));
    assertThat(shares).isEqualTo(new KernelShares(0.6, 0.2, 1 - 0.8, 2, 1));
  }

  private static KernelTime time(String kernel, long micros) {
    return KernelTime.of("n", kernel, "cpu", micros * 1000);
  }

  private static Comparison comparison(double before, double after, LayerError... layers) {
    return new Comparison(
        "digits",
        List.of(
            new Candidate("a.onnx", "float32", "cpu", 1, "top1", 99, before, 2 * before, 4000),
            new Candidate("b.onnx", "int8", "cpu", 1, "top1", 98.8, after, 2 * after, 1000)),
        Percentiles.of(new double[] {before / after}),
        new Accuracy(
            new MetricSpec("top1", "y", "%", false, () -> null),
            99,
            98.8,
            1000,
            100,
            996,
            3,
            1,
            30,
            List.of(),
            List.of()),
        List.of(layers),
        Optional.empty(),
        List.of(),
        "a runtime");
  }
}
