package dev.brisk.cli.report;

import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.cli.terminal.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a quantizer made of a model, as an HTML page. */
public final class QuantizationPage {
  private static final double GOOD_DECIBELS = 15;

  private final Subject subject;
  private final QuantizationReport report;

  /**
   * What was quantized, and to what.
   *
   * @param model the model's name
   * @param output the file that was written
   * @param bytesIn the size of the model's file
   * @param bytesOut the size of the file that was written
   * @param seconds how long it took
   */
  public record Subject(String model, String output, long bytesIn, long bytesOut, double seconds) {}

  private QuantizationPage(Subject subject, QuantizationReport report) {
    this.subject = subject;
    this.report = report;
  }

  /**
   * The page.
   *
   * @param accelerator what ran the models, in a sentence
   */
  public static String of(
      Subject subject, QuantizationReport report, Machine machine, String accelerator) {
    QuantizationPage page = new QuantizationPage(subject, report);
    List<String> further =
        List.of("brisk bench " + subject.output(), "brisk profile " + subject.output());
    return Page.of(
        subject.model() + " in " + report.precision(),
        page.verdict().html(),
        ErrorSection.of(report),
        page.precisions(),
        page.findings(),
        page.everyNode(),
        new Provenance(machine, accelerator, report.warnings(), further).html());
  }

  private Verdict verdict() {
    String size = Html.format("%.0f\u202f%%", 100.0 * subject.bytesOut() / subject.bytesIn());
    String share = Html.format("%.0f\u202f%%", 100 * report.macsShare());
    List<Tile> tiles = new ArrayList<>();
    tiles.add(
        new Tile(
            "Size",
            size,
            Units.bytes(subject.bytesOut()) + " of " + Units.bytes(subject.bytesIn()),
            subject.bytesOut() < subject.bytesIn()));
    tiles.add(
        new Tile(
            "In " + report.precision(), share, "of the multiply-adds", report.macsShare() > 0.5));
    last().ifPresent(node -> tiles.add(errorTile("Last layer", node)));
    report.worst(1).forEach(node -> tiles.add(errorTile("Worst layer", node)));
    return new Verdict(
        "brisk quantize",
        Html.format(
            "%s in %s: %s of the size, %s of the work",
            subject.model(), report.precision(), size, share),
        words(),
        tiles);
  }

  private String words() {
    String made =
        Html.format(
            "It took %.1f s and gave %s: nodes %s. ",
            subject.seconds(), subject.output(), QuantizationText.counts(report));
    return made + last().map(QuantizationPage::difference).orElse("");
  }

  private static String difference(NodeReport last) {
    NodeError error = last.error().orElseThrow();
    return "The results of its last layer differ from the float model's by "
        + ErrorSection.percentOf(error.after())
        + (ErrorSection.isCorrected(List.of(last))
            ? ", where plain rounding makes it " + ErrorSection.percentOf(error.before())
            : "")
        + ".";
  }

  /** The last node whose results were compared. */
  private Optional<NodeReport> last() {
    return report.nodes().stream()
        .filter(
            node ->
                node.error().filter(error -> error.of() == NodeError.Subject.RESULT).isPresent())
        .reduce((first, second) -> second);
  }

  private static Tile errorTile(String name, NodeReport node) {
    NodeError error = node.error().orElseThrow();
    return new Tile(
        name,
        Html.format("%.1f dB", error.after()),
        ErrorSection.isCorrected(List.of(node))
            ? Html.format("%.1f dB with plain rounding", error.before())
            : "signal over noise of " + node.node(),
        error.after() >= GOOD_DECIBELS);
  }

  private String precisions() {
    List<List<String>> rows = new ArrayList<>();
    double all = report.nodes().stream().mapToLong(node -> Math.max(0, node.macs())).sum();
    report
        .countsByPrecision()
        .forEach(
            (precision, count) -> {
              long macs =
                  report.nodes().stream()
                      .filter(node -> node.precision().equals(precision))
                      .mapToLong(node -> Math.max(0, node.macs()))
                      .sum();
              String share = all == 0 ? "" : Html.format("%.1f %%", 100 * macs / all);
              rows.add(List.of(precision, String.valueOf(count), share));
            });
    return Page.section(
        "What computes in what",
        new Table(List.of("Precision", "Nodes", "Multiply-adds"), rows).html(),
        keptFloat());
  }

  private String keptFloat() {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (NodeReport node : report.keptFloat()) {
      byReason
          .computeIfAbsent(node.keptFloat().orElse(""), reason -> new ArrayList<>())
          .add(node.node());
    }
    if (byReason.isEmpty()) {
      return Page.paragraph("Nothing was left as it was.");
    }
    List<List<String>> rows = new ArrayList<>();
    byReason.forEach(
        (reason, nodes) ->
            rows.add(List.of(reason, String.valueOf(nodes.size()), QuantizationText.names(nodes))));
    return "<h3>What was left as it was, and why</h3>\n"
        + new Table(List.of("Reason", "Nodes", "Which"), rows).words();
  }

  private String findings() {
    if (report.findings().isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    report.findings().forEach(finding -> html.append(Page.paragraph(finding)));
    report
        .decisions()
        .forEach(
            (name, value) ->
                html.append("<p>The same again without measuring: <code>")
                    .append(Html.text("--set " + name + "=" + value))
                    .append("</code></p>\n"));
    return Page.section("What was measured and decided", html.toString());
  }

  private String everyNode() {
    List<List<String>> rows = new ArrayList<>();
    for (NodeReport node : report.nodes()) {
      rows.add(
          List.of(
              node.node(),
              node.operator(),
              node.precision(),
              node.macs() < 0 ? "" : Units.count(node.macs()),
              node.error().map(error -> Html.format("%.1f", error.before())).orElse(""),
              node.error().map(error -> Html.format("%.1f", error.after())).orElse("")));
    }
    List<String> heads =
        List.of("Node", "Operator", "Precision", "Multiply-adds", "dB if plain", "dB");
    return Page.section(
        "Every node",
        "<details><summary>All "
            + rows.size()
            + " nodes</summary>\n"
            + new Table(heads, rows).html()
            + "</details>\n");
  }
}
