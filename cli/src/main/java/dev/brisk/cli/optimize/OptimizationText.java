package dev.brisk.cli.optimize;

import dev.brisk.Optimization;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.Optimization.Candidate;
import dev.brisk.Optimization.Speed;
import dev.brisk.cli.metric.MetricSpec;
import dev.brisk.cli.terminal.TextTable;
import dev.brisk.cli.terminal.Units;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What was found, for people: a table, the verdict, and why the others were dropped.
 *
 * @param metric what was measured; empty where the noise of outputs was
 */
public record OptimizationText(Optimization found, Optional<MetricSpec> metric) {
  /** The lines. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(table().toString());
    lines.add("");
    Set<Candidate> shown = shown();
    for (Candidate candidate : found.candidates()) {
      if (!shown.contains(candidate)) {
        lines.add("  %s: %s".formatted(candidate.title(), candidate.reason()));
      }
    }
    lines.add("");
    found.stopped().ifPresent(reason -> lines.add(reason + "; this is the best found so far"));
    lines.add(found.reason());
    lines.add(verdict());
    return String.join(System.lineSeparator(), lines);
  }

  private Set<Candidate> shown() {
    Set<Candidate> shown = new LinkedHashSet<>();
    shown.add(found.baseline());
    shown.add(found.chosen());
    shown.addAll(found.front());
    return shown;
  }

  private TextTable table() {
    String name = metric.map(MetricSpec::name).orElse("noise");
    TextTable table =
        new TextTable("Candidate", name, "change", "p50", "p99", "throughput", "speed-up", "size");
    for (Candidate candidate : shown()) {
      Optional<Speed> speed = candidate.speed();
      table.row(
          candidate.title() + (candidate.equals(found.chosen()) ? " *" : ""),
          candidate.accuracy().map(it -> value(it.score())).orElse(""),
          candidate.accuracy().map(OptimizationText::loss).orElse(""),
          speed.map(it -> Units.millis(it.p50Millis())).orElse(""),
          speed.map(it -> Units.millis(it.p99Millis())).orElse(""),
          speed.map(it -> Units.perSecond(it.throughput())).orElse(""),
          speed.map(it -> Units.threeDigits(it.speedUp()) + " x").orElse(""),
          Units.bytes(candidate.bytes()));
    }
    return table;
  }

  private String value(double score) {
    return metric
        .map(spec -> spec.format(spec.value(score)))
        .orElseGet(() -> String.format(Locale.ROOT, "%.3g %%", -score));
  }

  private static String loss(Accuracy accuracy) {
    String loss = String.format(Locale.ROOT, "%+.2f", -accuracy.loss());
    return Double.isNaN(accuracy.uncertainty()) || accuracy.uncertainty() == 0
        ? loss
        : loss + String.format(Locale.ROOT, " ± %.2f", accuracy.uncertainty());
  }

  private String verdict() {
    Candidate floats = found.baseline();
    Candidate best = found.chosen();
    return String.format(
        Locale.ROOT,
        "%.2f x as fast, %s of the size, in %.0f s of search",
        best.speed().map(Speed::speedUp).orElse(1.0),
        String.format(Locale.ROOT, "%.0f %%", 100.0 * best.bytes() / floats.bytes()),
        found.took().toMillis() / 1e3);
  }
}
