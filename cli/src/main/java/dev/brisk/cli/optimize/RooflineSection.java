package dev.brisk.cli.optimize;

import dev.brisk.Profile;
import dev.brisk.Profile.Operator;
import dev.brisk.Roofline;
import dev.brisk.cli.report.Charts;
import dev.brisk.cli.report.Html;
import dev.brisk.cli.report.Page;
import dev.brisk.cli.report.Scatter;
import dev.brisk.cli.report.Table;
import dev.brisk.cli.report.Tone;
import dev.brisk.cli.terminal.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the time goes before and after, on the roofline and as tables. */
record RooflineSection(Profiles profiles) {
  private static final int MOST_ROWS = 12;
  private static final double LEAST_INTENSITY = 0.1;
  private static final double MOST_INTENSITY = 1000;

  String html() {
    if (profiles.before().isEmpty()) {
      return "";
    }
    List<Scatter.Series> series = new ArrayList<>();
    profiles.before().ifPresent(it -> series.add(roof("float32 at most", it.roofline(), false)));
    profiles
        .after()
        .filter(it -> it.roofline().integerPeak() > 0 && hasIntegers(it))
        .ifPresent(it -> series.add(roof("8-bit integers at most", it.roofline(), true)));
    profiles.before().ifPresent(it -> series.add(operators("float32", Tone.BEFORE, it)));
    profiles.after().ifPresent(it -> series.add(operators("best", Tone.AFTER, it)));
    Scatter chart =
        new Scatter(
            "Operators on the roofline",
            new Scatter.Axis("operations per byte", true),
            new Scatter.Axis("GFLOP/s", true),
            series);
    return Page.section(
        "Where the time goes",
        Page.paragraph(
            "Operators that multiply, by what they do for each byte they touch; the lines are what"
                + " this machine was measured to do at most."),
        Charts.scatter(chart),
        table("Before", profiles.before()),
        table("After", profiles.after()));
  }

  private static boolean hasIntegers(Profile profile) {
    return profile.operators().stream().anyMatch(Operator::integer);
  }

  private static Scatter.Series roof(String name, Roofline roofline, boolean integer) {
    List<Scatter.Point> points = new ArrayList<>();
    int levels = roofline.bandwidths().size();
    double peak = roofline.peak(integer) / 1e9;
    double bandwidth = levels == 0 ? 0 : roofline.bandwidths().get(levels - 1).perSecond() / 1e9;
    double ridge = bandwidth > 0 ? peak / bandwidth : LEAST_INTENSITY;
    for (double at : new double[] {LEAST_INTENSITY, ridge, MOST_INTENSITY}) {
      points.add(new Scatter.Point(at, Math.min(peak, bandwidth > 0 ? bandwidth * at : peak), ""));
    }
    return new Scatter.Series(
        name, Tone.GUIDE, integer ? Scatter.Form.DASHES : Scatter.Form.LINE, points);
  }

  private static Scatter.Series operators(String name, Tone tone, Profile profile) {
    List<Scatter.Point> points =
        profile.operators().stream()
            .filter(it -> it.flops() > 0 && it.bytes() > 0 && it.gflops() > 0)
            .map(it -> new Scatter.Point(it.intensity(), it.gflops(), it.name()))
            .toList();
    return new Scatter.Series(name, tone, Scatter.Form.POINTS, points);
  }

  private static String table(String heading, Optional<Profile> profile) {
    if (profile.isEmpty()) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    for (Operator it : profile.get().operators().stream().limit(MOST_ROWS).toList()) {
      rows.add(
          List.of(
              it.name(),
              it.type(),
              Html.format("%.1f %%", 100 * it.share()),
              Units.millis(it.self().toNanos() / 1e6),
              it.flops() > 0 ? Html.format("%.1f", it.gflops()) : "",
              it.bytes() > 0 ? Html.format("%.1f", it.gbps()) : "",
              it.bound().toString(),
              it.efficiency() > 0 ? Html.format("%.0f %%", 100 * it.efficiency()) : ""));
    }
    List<String> heads =
        List.of(
            "Operator", "type", "share", "time", "GFLOP/s", "GB/s", "bound by", "of the roofline");
    int more = profile.get().operators().size() - rows.size();
    return "<h3>%s</h3>\n%s%s"
        .formatted(
            heading,
            new Table(heads, rows).html(),
            more > 0 ? Page.paragraph("and " + more + " more that take less.") : "");
  }
}
