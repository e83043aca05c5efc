package dev.brisk.cli.report;

import java.util.List;

/** What became of each layer. */
final class LayerSection {
  private static final double BEST_DECIBELS = 50;

  private LayerSection() {}

  static String of(Comparison comparison) {
    List<LayerError> working =
        comparison.layers().stream().filter(layer -> layer.share() > 0).toList();
    List<LayerError> shown = working.isEmpty() ? comparison.layers() : working;
    if (shown.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    shown.forEach(layer -> rows.append(row(layer)));
    return """
        <section>
        <h2>Layer by layer</h2>
        <p>How far the result of each layer is from the float model's, as signal over noise: at 20 dB they differ by 10&#8239;%%,
        at 30 dB by 3&#8239;%%, at 40 dB by 1&#8239;%%. Errors add up from the top to the bottom, as each layer works on the one before.
        Work is the layer's share of all multiply-adds.</p>
        <table class="layers">
        <thead><tr><th>Layer</th><th>Runs in</th><th>Work</th><th>Signal over noise</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        %s</section>
        """
        .formatted(rows, others(comparison.layers().size() - shown.size()));
  }

  private static String others(int count) {
    return count == 0
        ? ""
        : "<p class=\"below\">Not shown: " + count + " nodes without multiply-adds.</p>\n";
  }

  private static String row(LayerError layer) {
    return Html.format(
        """
        <tr><th>%s<small>%s</small></th><td><span class="chip %s">%s</span>%s</td><td>%s</td><td>%s</td></tr>
        """,
        Html.text(layer.node()),
        Html.text(layer.operator()),
        layer.reason().isEmpty() ? "after" : "before",
        Html.text(layer.precision()),
        layer.reason().isEmpty() ? "" : "<small>" + Html.text(layer.reason()) + "</small>",
        work(layer.share()),
        layer.decibels().isPresent() ? noise(layer.decibels().getAsDouble()) : "");
  }

  private static String work(double share) {
    if (share == 0) {
      return "";
    }
    return share < 0.0005 ? "&lt; 0.1&#8239;%" : Html.format("%.1f&#8239;%%", 100 * share);
  }

  private static String noise(double decibels) {
    double width = Math.max(2, Math.min(100, 100 * decibels / BEST_DECIBELS));
    return Html.format(
        "<span class=\"meter\"><i style=\"width:%.1f%%\"></i></span>%.1f dB<small>%s</small>",
        width, decibels, AccuracySection.percentOf(decibels));
  }
}
