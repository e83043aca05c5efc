package dev.brisk.quantization.half;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.finish.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what became of each node. */
final class HalfReport {
  private final HalfFormat format;
  private final Map<Node, Long> costs;
  private final Map<Node, NodeError> errors;
  private final List<NodeReport> nodes = new ArrayList<>();
  private long all;
  private long halved;

  private HalfReport(HalfFormat format, Map<Node, Long> costs, Map<Node, NodeError> errors) {
    this.format = format;
    this.costs = costs;
    this.errors = errors;
  }

  /**
   * The report.
   *
   * @param before the model as it was given
   * @param tidy the model that was decided of
   * @param after the model as it is now
   * @param errors those that were measured
   */
  static QuantizationReport of(
      HalfFormat format,
      Model before,
      Model tidy,
      Model after,
      Region region,
      Map<Node, NodeError> errors,
      List<String> warnings) {
    HalfReport report = new HalfReport(format, Costs.macs(tidy, Map.of()), errors);
    report.add(region);
    return new QuantizationReport(
        format.quantizer(),
        report.nodes,
        report.all == 0 ? 0 : (double) report.halved / report.all,
        Sizes.bytes(before),
        Sizes.bytes(after),
        warnings);
  }

  private void add(Region region) {
    region
        .kept()
        .forEach(
            (node, obstacle) -> {
              if (node.is("Constant")) {
                return;
              }
              Optional<String> kept = node.subgraphs().isEmpty() ? obstacle : within(node, region);
              long macs = costs.getOrDefault(node, -1L);
              nodes.add(
                  new NodeReport(
                      node.label(),
                      node.operator(),
                      precision(node, region, kept.isPresent()),
                      macs,
                      kept,
                      Optional.ofNullable(errors.get(node))));
              all += Math.max(0, macs);
              halved += kept.isPresent() ? 0 : Math.max(0, macs);
              node.subgraphs().forEach(graph -> add(region.inner(graph)));
            });
  }

  /** Of a node with graphs, why some of these compute in float32. */
  private static Optional<String> within(Node node, Region region) {
    for (Graph graph : node.subgraphs()) {
      Region inner = region.inner(graph);
      for (Map.Entry<Node, Optional<String>> entry : inner.kept().entrySet()) {
        Node one = entry.getKey();
        Optional<String> kept = one.subgraphs().isEmpty() ? entry.getValue() : within(one, inner);
        if (kept.isPresent() && Islands.isProduct(one)) {
          return Optional.of("within it, '%s' stays float32".formatted(one.label()));
        }
      }
    }
    return Optional.empty();
  }

  private String precision(Node node, Region region, boolean kept) {
    if (kept) {
      return ElementType.FLOAT32.toString();
    }
    ElementType given = region.elementType(node.output(0));
    return Planner.touchesFloats(node, region) || given == null
        ? format.toString()
        : given.toString();
  }
}
