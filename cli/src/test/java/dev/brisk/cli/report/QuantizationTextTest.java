package dev.brisk.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuantizationTextTest {

  @Test
  void keptNodes_areNamedByWhatIsKnownOfTheirCost() {
    QuantizationReport report =
        new QuantizationReport(
            "int8",
            List.of(
                kept("small", "Conv", 10, "slower"),
                kept("loop/shape", "Shape", -1, "not for Shape"),
                kept("loop/conv", "Conv", -1, "not for Conv"),
                kept("loop/conv2", "Conv", -1, "not for Conv"),
                kept("flat", "Reshape", 0, "not for Reshape")),
            0,
            100,
            100,
            List.of());

    assertThat(QuantizationText.of(report))
        .containsExactly(
            "0.0 % of the multiply-adds are now in int8; nodes: 5 float32",
            "Kept in float: small (slower)",
            "Kept in float, multiply-adds unknown before the run: 2 Conv, 1 Shape",
            "1 nodes without multiply-adds stay in float; --json lists them");
  }

  private static NodeReport kept(String name, String operator, long macs, String reason) {
    return new NodeReport(name, operator, "float32", macs, Optional.of(reason));
  }
}
