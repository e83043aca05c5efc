package dev.brisk.cli.report;

import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of a model's nodes, as lines for a terminal. */
public final class QuantizationText {
  private static final int WORST = 3;
  private static final int NAMES = 3;

  private QuantizationText() {}

  /** The lines. */
  public static List<String> of(QuantizationReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%.1f %% of the multiply-adds are now in %s; nodes: %s",
            100 * report.macsShare(),
            report.precision(),
            counts(report)));
    lines.addAll(report.findings());
    worst(report, lines);
    keptFloat(report, lines);
    return lines;
  }

  /** Such as {@code 28 int8, 3 float32}, the most first. */
  static String counts(QuantizationReport report) {
    return listed(report.countsByPrecision());
  }

  private static String listed(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static void worst(QuantizationReport report, List<String> lines) {
    List<NodeReport> worst = report.worst(WORST);
    if (worst.isEmpty()) {
      return;
    }
    boolean weights = worst.get(0).error().orElseThrow().of() == NodeError.Subject.WEIGHTS;
    boolean corrected = ErrorSection.isCorrected(report.nodes());
    lines.add(
        "Furthest from the float model, signal over noise of %s%s:"
            .formatted(weights ? "weights" : "results", corrected ? " (with plain rounding)" : ""));
    for (NodeReport node : worst) {
      NodeError error = node.error().orElseThrow();
      lines.add(
          String.format(
              Locale.ROOT,
              "  %5.1f dB%s  %s",
              error.after(),
              corrected ? String.format(Locale.ROOT, " (%.1f)", error.before()) : "",
              node.node()));
    }
  }

  private static void keptFloat(QuantizationReport report, List<String> lines) {
    List<NodeReport> working = report.keptFloat().stream().filter(node -> node.macs() > 0).toList();
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (NodeReport node : working) {
      byReason
          .computeIfAbsent(node.keptFloat().orElse(""), reason -> new ArrayList<>())
          .add(node.node());
    }
    byReason.forEach(
        (reason, nodes) -> lines.add("Kept in float: " + names(nodes) + " (" + reason + ")"));
    unknown(report).ifPresent(lines::add);
    long others = report.keptFloat().stream().filter(node -> node.macs() == 0).count();
    if (others > 0) {
      lines.add(others + " nodes without multiply-adds stay in float; --json lists them");
    }
  }

  /** The nodes whose multiply-adds hang on a shape unknown before the run, counted by operator. */
  private static Optional<String> unknown(QuantizationReport report) {
    Map<String, Long> counts =
        report.keptFloat().stream()
            .filter(node -> node.macs() < 0)
            .collect(
                Collectors.groupingBy(
                    NodeReport::operator, LinkedHashMap::new, Collectors.counting()));
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of("Kept in float, multiply-adds unknown before the run: " + listed(counts));
  }

  /** The first few names, and how many more there are. */
  static String names(List<String> nodes) {
    int shown = Math.min(NAMES, nodes.size());
    String more = nodes.size() > shown ? " and " + (nodes.size() - shown) + " more" : "";
    return String.join(", ", nodes.subList(0, shown)) + more;
  }
}
