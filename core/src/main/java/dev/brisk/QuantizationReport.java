package dev.brisk;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
   * @param error how far it is from the float model's; empty where that was not measured
   */
  public record NodeReport(
      String node,
      String operator,
      String precision,
      long macs,
      Optional<String> keptFloat,
      Optional<NodeError> error) {

    /** A report of a node whose error was not measured. */
    public NodeReport(
        String node, String operator, String precision, long macs, Optional<String> keptFloat) {
      this(node, operator, precision, macs, keptFloat, Optional.empty());
    }

    /** The same report with an error. */
    public NodeReport with(Optional<NodeError> measured) {
      return new NodeReport(node, operator, precision, macs, keptFloat, measured);
    }
  }

  /**
   * How far a node is from the float model's, as the energy of the float model's numbers over that
   * of the differences, in decibels: at 20 dB they differ by 10 %, at 40 dB by 1 %. At most 150.
   *
   * @param of what was compared
   * @param before with each number rounded to the nearest code and nothing done against the errors
   * @param after with all that the quantizer did against them
   */
  public record NodeError(Subject of, double before, double after) {
    /** What an error is of. */
    public enum Subject {
      /** The node's result in the whole quantized model, on samples, with the errors before it. */
      RESULT,
      /** The node's weights alone. */
      WEIGHTS
    }
  }

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

  /** How many nodes compute in each precision, those without multiply-adds included. */
  public SortedMap<String, Long> countsByPrecision() {
    return nodes.stream()
        .collect(Collectors.groupingBy(NodeReport::precision, TreeMap::new, Collectors.counting()));
  }

  /** The nodes that are the furthest from the float model's, the worst first. */
  public List<NodeReport> worst(int most) {
    return nodes.stream()
        .filter(node -> node.error().isPresent())
        .sorted(Comparator.comparingDouble(node -> node.error().orElseThrow().after()))
        .limit(most)
        .toList();
  }
}
