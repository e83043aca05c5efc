package dev.brisk.cli.report;

import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import java.util.List;
import java.util.Set;

/** How far nodes are from the float model's, as bars. */
final class ErrorSection {
  private static final int MOST_BARS = 40;
  private static final Bars.Series PLAIN = new Bars.Series("plain rounding", Tone.BEFORE);
  private static final Bars.Series WRITTEN = new Bars.Series("as written", Tone.AFTER);
  private static final String PLAINLY =
      "Plain rounding is the same model with each weight at its nearest code, its biases as they"
          + " were and no factors moved between layers.";

  private ErrorSection() {}

  /** The section; nothing where no error was measured. */
  static String of(QuantizationReport report) {
    Set<NodeReport> worst = Set.copyOf(report.worst(MOST_BARS));
    List<NodeReport> measured =
        report.nodes().stream().filter(node -> node.error().isPresent()).toList();
    List<NodeReport> shown = measured.stream().filter(worst::contains).toList();
    if (shown.isEmpty()) {
      return "";
    }
    boolean corrected = isCorrected(shown);
    boolean weights = shown.get(0).error().orElseThrow().of() == NodeError.Subject.WEIGHTS;
    return Page.section(
        "Layer by layer",
        Page.paragraph(words(weights, corrected) + omitted(measured.size() - shown.size())),
        Charts.bars(
            new Bars(
                weights ? "Signal over noise of weights" : "Signal over noise of results",
                "dB",
                corrected ? List.of(PLAIN, WRITTEN) : List.of(WRITTEN),
                shown.stream().map(node -> bar(node, corrected)).toList())));
  }

  /** Whether anything was done against the errors of any of some nodes. */
  static boolean isCorrected(List<NodeReport> nodes) {
    return nodes.stream()
        .flatMap(node -> node.error().stream())
        .anyMatch(error -> error.before() != error.after());
  }

  private static String words(boolean weights, boolean corrected) {
    String scale =
        "as signal over noise: at 20 dB they differ by 10\u202f%, at 30 dB by 3\u202f%, at 40 dB by"
            + " 1\u202f%. Longer is better.";
    return weights
        ? "How far the weights of each layer are from the float model's, " + scale
        : "How far the results of each layer are from the float model's, "
            + scale
            + " Errors add up from the top to the bottom, as each layer works on the one before."
            + (corrected ? " " + PLAINLY : "");
  }

  private static String omitted(int count) {
    return count == 0
        ? ""
        : Html.format(" Not shown: %d more, all better than the worst of these.", count);
  }

  private static Bars.Bar bar(NodeReport node, boolean corrected) {
    NodeError error = node.error().orElseThrow();
    return new Bars.Bar(
        node.node(), corrected ? List.of(error.before(), error.after()) : List.of(error.after()));
  }

  /** What a ratio of energies in decibels is as a share of the amplitude. */
  static String percentOf(double decibels) {
    double percent = 100 * Math.pow(10, -decibels / 20);
    return Html.format(percent < 1 ? "%.1f\u202f%%" : "%.0f\u202f%%", percent);
  }
}
