package dev.brisk.quantization.dynamic;

import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.calibration.SamplelessQuantizer;
import dev.brisk.quantization.finish.Sizes;
import dev.brisk.quantization.prepare.Exclusions;
import dev.brisk.quantization.prepare.Preparation;
import java.util.List;
import java.util.Map;

/**
 * Dynamic quantization to 8 bits of MatMul, Gemm and LSTM with constant weights: int8 weights with
 * a scale for each output, uint8 activations whose range is found anew at each run. Needs no
 * samples; what nodes give stays float. Weights keep to what {@code int8} calls {@code safe}.
 */
public final class DynamicQuantizer extends SamplelessQuantizer {
  static final String NAME = "int8-dynamic";

  private static final String MICROSOFT = "com.microsoft";

  /** The quantizer; it has no state. */
  public DynamicQuantizer() {
    super(NAME);
  }

  @Override
  protected Quantization quantize(Model model, QuantizationOptions options) {
    Model prepared = Preparation.light(model);
    Exclusions.check(options.excluded(), model, prepared);
    DynamicWriter writer = new DynamicWriter(prepared, options.excluded());
    Graph written = writer.write();
    ModelInfo info = prepared.info();
    if (writer.usesMicrosoft() && prepared.opset(MICROSOFT) == 0) {
      info = info.withOpset(MICROSOFT, 1);
    }
    Model quantized = Model.of(written, info);
    return new Quantization(quantized, report(model, prepared, quantized, writer.reports()));
  }

  private static QuantizationReport report(
      Model before, Model prepared, Model after, Map<Node, NodeReport> reports) {
    Map<Node, Long> costs = Costs.macs(prepared, Map.of());
    long all = 0;
    long quantized = 0;
    for (Map.Entry<Node, Long> cost : costs.entrySet()) {
      NodeReport report = reports.get(cost.getKey());
      all += cost.getValue();
      quantized += report != null && report.keptFloat().isEmpty() ? cost.getValue() : 0;
    }
    List<NodeReport> nodes =
        reports.entrySet().stream()
            .map(entry -> withMacs(entry.getValue(), costs.getOrDefault(entry.getKey(), -1L)))
            .toList();
    double share = all == 0 ? 0 : (double) quantized / all;
    return new QuantizationReport(
        NAME, nodes, share, Sizes.bytes(before), Sizes.bytes(after), List.of());
  }

  private static NodeReport withMacs(NodeReport report, long macs) {
    return new NodeReport(
        report.node(), report.operator(), report.precision(), macs, report.keptFloat());
  }
}
