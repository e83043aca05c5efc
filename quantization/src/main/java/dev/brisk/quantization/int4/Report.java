package dev.brisk.quantization.int4;

import dev.brisk.Model;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.finish.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what became of the nodes of a plan. */
final class Report {
  private Report() {}

  static QuantizationReport of(
      Model before,
      Model prepared,
      Model after,
      Plan plan,
      int bits,
      Map<Node, NodeError> errors,
      List<String> warnings) {
    Map<Node, Long> costs = Costs.macs(prepared, Map.of());
    List<NodeReport> nodes = new ArrayList<>();
    for (Map.Entry<Node, Verdict> entry : plan.verdicts().entrySet()) {
      Node node = entry.getKey();
      Optional<String> reason =
          entry.getValue() instanceof Verdict.Kept kept
              ? Optional.of(kept.reason())
              : Optional.empty();
      String precision = reason.isPresent() ? "float32" : "int" + bits;
      long macs = costs.getOrDefault(node, -1L);
      Optional<NodeError> error = Optional.ofNullable(errors.get(node));
      nodes.add(new NodeReport(node.label(), node.operator(), precision, macs, reason, error));
    }
    return new QuantizationReport(
        Int4Quantizer.NAME,
        nodes,
        share(plan, costs),
        Sizes.bytes(before),
        Sizes.bytes(after),
        warnings);
  }

  private static double share(Plan plan, Map<Node, Long> costs) {
    long all = 0;
    long coded = 0;
    for (Map.Entry<Node, Long> cost : costs.entrySet()) {
      all += cost.getValue();
      coded += plan.verdicts().get(cost.getKey()) instanceof Verdict.Coded ? cost.getValue() : 0;
    }
    return all == 0 ? 0 : (double) coded / all;
  }
}
