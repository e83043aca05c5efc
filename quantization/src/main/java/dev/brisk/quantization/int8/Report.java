package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.calibration.Histogram;
import dev.brisk.quantization.finish.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what became of the nodes of a plan. */
final class Report {
  private static final String INT8 = "int8";
  private static final String FLOAT = "float32";

  private Report() {}

  /** Of a model that is returned as it was. */
  static QuantizationReport ofFloats(Model model, Pipeline pipeline, SpeedGuard.Decision decision) {
    Optional<String> reason = Optional.ofNullable(decision.slower());
    Map<Node, Long> costs = Costs.macs(model, Map.of());
    List<NodeReport> nodes = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      long macs = costs.getOrDefault(node, 0L);
      nodes.add(new NodeReport(node.label(), node.operator(), FLOAT, macs, reason));
    }
    long bytes = Sizes.bytes(model);
    List<String> warnings = warnings(pipeline);
    return decision.tell(new QuantizationReport(INT8, nodes, 0, bytes, bytes, warnings));
  }

  /**
   * Of a quantized model.
   *
   * @param errors by the labels of nodes
   */
  static QuantizationReport of(
      Model before, Pipeline pipeline, Quantized quantized, Map<String, NodeError> errors) {
    Model prepared = pipeline.prepared();
    Plan plan = quantized.plan();
    List<NodeReport> nodes = new ArrayList<>();
    long coded = 0;
    long all = 0;
    Map<Node, Long> costs = Costs.macs(prepared, Map.of());
    for (Node node : prepared.graph().nodes()) {
      String reason = plan.kept().get(node);
      long macs = costs.getOrDefault(node, 0L);
      nodes.add(
          new NodeReport(
              node.label(),
              node.operator(),
              reason == null ? INT8 : FLOAT,
              macs,
              Optional.ofNullable(reason),
              Optional.ofNullable(errors.get(node.label()))));
      all += macs;
      coded += reason == null ? macs : 0;
    }
    double share = all == 0 ? 0 : (double) coded / all;
    return new QuantizationReport(
        INT8,
        nodes,
        share,
        Sizes.bytes(before),
        Sizes.bytes(quantized.model()),
        warnings(pipeline));
  }

  private static List<String> warnings(Pipeline pipeline) {
    List<String> warnings = new ArrayList<>(pipeline.warnings());
    warnings.addAll(pipeline.calibration().warnings());
    pipeline
        .calibration()
        .values()
        .forEach(
            (value, histogram) -> {
              if (histogram.nans() + histogram.infinities() > 0) {
                warnings.add(warning(value, histogram));
              }
            });
    return warnings;
  }

  private static String warning(String value, Histogram histogram) {
    return "Value '%s' was NaN %d times and infinite %d times in the samples, which were left out"
        .formatted(value, histogram.nans(), histogram.infinities());
  }
}
