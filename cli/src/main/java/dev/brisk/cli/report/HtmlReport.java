package dev.brisk.cli.report;

import java.util.List;

/** A comparison as an HTML page. */
public final class HtmlReport {
  private HtmlReport() {}

  /** The page. */
  public static String of(Comparison comparison, Machine machine) {
    String before = comparison.before().model();
    String after = comparison.after().model();
    return Page.of(
        comparison.name() + ": float32 and int8 side by side",
        Summary.of(comparison),
        SpeedSection.of(comparison),
        AccuracySection.of(comparison),
        LayerSection.of(comparison),
        new Provenance(
                machine,
                comparison.accelerator(),
                comparison.warnings(),
                List.of("brisk bench %s %s".formatted(before, after), "brisk inspect " + after))
            .html());
  }
}
