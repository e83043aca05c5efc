package dev.brisk.cli.report;

import dev.brisk.cli.report.Scatter.Form;
import dev.brisk.cli.terminal.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Charts as pieces of a {@link Page}, which brings what draws them. Each has its figures as a table
 * below it, folded in, so that nothing hangs on scripts or colours.
 */
public final class Charts {
  /** What marks a chart in a page. */
  static final String MARK = "<figure class=\"chart\"";

  private static final int CURVE_POINTS = 200;
  private static final List<Double> SHOWN = List.of(50.0, 90.0, 99.0, 99.9);

  private Charts() {}

  /** Horizontal bars. */
  public static String bars(Bars bars) {
    List<String> heads = new ArrayList<>(List.of(""));
    bars.series().forEach(series -> heads.add(series.name() + ", " + bars.unit()));
    List<List<String>> rows = new ArrayList<>();
    for (Bars.Bar bar : bars.bars()) {
      List<String> cells = new ArrayList<>(List.of(bar.label()));
      bar.values().forEach(value -> cells.add(Double.isNaN(value) ? "" : number(value)));
      rows.add(cells);
    }
    return figure("bars", bars.title(), bars, new Table(heads, rows));
  }

  /** Points and lines. */
  public static String scatter(Scatter scatter) {
    List<List<String>> rows = new ArrayList<>();
    for (Scatter.Series series : scatter.series()) {
      for (Scatter.Point point : series.points()) {
        String label = point.label().isEmpty() ? series.name() : point.label();
        rows.add(List.of(label, number(point.x()), number(point.y())));
      }
    }
    List<String> heads = List.of("", scatter.x().label(), scatter.y().label());
    return figure("scatter", scatter.title(), scatter, new Table(heads, rows));
  }

  /**
   * Measured values as curves: how many percent of the runs took at most so much.
   *
   * @param label what the values are and in what, such as {@code latency (ms)}
   */
  public static String distribution(String title, String label, List<Curve> curves) {
    List<String> heads = new ArrayList<>(List.of(""));
    SHOWN.forEach(
        percent -> heads.add("p" + (percent % 1 == 0 ? "%.0f" : "%s").formatted(percent)));
    List<List<String>> rows = new ArrayList<>();
    List<Scatter.Series> series = new ArrayList<>();
    for (Curve curve : curves) {
      List<String> cells = new ArrayList<>(List.of(curve.name()));
      SHOWN.forEach(percent -> cells.add(number(curve.values().at(percent))));
      rows.add(cells);
      series.add(new Scatter.Series(curve.name(), curve.tone(), Form.STEPS, points(curve)));
    }
    Scatter.Axis x = new Scatter.Axis(label, true);
    Scatter.Axis y = new Scatter.Axis("runs that took at most that (%)", false, 0, 100);
    return figure("scatter", title, new Scatter(title, x, y, series), new Table(heads, rows));
  }

  /** So many points of a curve that the eye misses none. */
  private static List<Scatter.Point> points(Curve curve) {
    int count = Math.min(CURVE_POINTS, curve.values().count());
    return IntStream.rangeClosed(1, count)
        .mapToDouble(i -> 100.0 * i / count)
        .mapToObj(percent -> new Scatter.Point(curve.values().at(percent), percent, ""))
        .toList();
  }

  private static String number(double value) {
    return Units.threeDigits(value);
  }

  private static String figure(String kind, String title, Object data, Table table) {
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", kind);
    chart.put("data", data);
    return """
        %s>
        <figcaption>%s</figcaption>
        <div class="canvas"><canvas role="img" aria-label="%s"></canvas></div>
        <script type="application/json">%s</script>
        <details><summary>The figures</summary>
        %s</details>
        </figure>
        """
        .formatted(MARK, Html.text(title), Html.text(title), Html.script(chart), table.html());
  }
}
