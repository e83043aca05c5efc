package dev.brisk;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a quantizer did.
 *
 * @param precision the precision asked for, such as {@code int8}
 * @param nodes every node that computes, in the model's order
 * @param macsShare the share of the multiply-adds that are now in that precision, 0 to 1
 * @param bytesIn the size of the weights before, in bytes
 * @param bytesOut the size of the weights after, in bytes
 * @param warnings sentences on what the user should know, such as NaN in the samples
 * @param findings sentences on what was measured and decided by
 * @param decisions settings of the quantizer that repeat what was decided by measuring, by name
 */
public record QuantizationReport(
    String precision,
    List<NodeReport> nodes,
    double macsShare,
    long bytesIn,
    long bytesOut,
    List<String> warnings,
    List<String> findings,
    Map<String, String> decisions) {

  /**
   * What became of one node.
   *
   * @param node its name, or its first output's where it has none
   * @param operator its operator type
   * @param precision the precision it computes in now
   * @param macs its multiply-adds for one sample, 0 where it has none, -1 where they are unknown
   * @param keptFloat why it was not quantized; empty if it was
   */
  public record NodeReport(
      String node, String operator, String precision, long macs, Optional<String> keptFloat) {}

  public QuantizationReport {
    nodes = List.copyOf(nodes);
    warnings = List.copyOf(warnings);
    findings = List.copyOf(findings);
    decisions = Collections.unmodifiableMap(new TreeMap<>(decisions));
  }

  /** A report of a quantizer that measured nothing to decide by. */
  public QuantizationReport(
      String precision,
      List<NodeReport> nodes,
      double macsShare,
      long bytesIn,
      long bytesOut,
      List<String> warnings) {
    this(precision, nodes, macsShare, bytesIn, bytesOut, warnings, List.of(), Map.of());
  }

  /** The same report with what was measured and decided. */
  public QuantizationReport with(List<String> findings, Map<String, String> decisions) {
    return new QuantizationReport(
        precision, nodes, macsShare, bytesIn, bytesOut, warnings, findings, decisions);
  }

  /** The nodes that stayed as they were, each with its reason. */
  public List<NodeReport> keptFloat() {
    return nodes.stream().filter(node -> node.keptFloat().isPresent()).toList();
  }
}
