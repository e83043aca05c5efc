package dev.brisk.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A comparison as an HTML page that needs nothing but itself. */
public final class HtmlReport {
  private HtmlReport() {}

  /** The page. */
  public static String of(Comparison comparison, Machine machine) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s: float32 and int8 side by side</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(
            Html.text(comparison.name()),
            style(),
            Summary.of(comparison)
                + SpeedSection.of(comparison)
                + AccuracySection.of(comparison)
                + LayerSection.of(comparison)
                + MachineSection.of(comparison, machine));
  }

  private static String style() {
    try (InputStream resource = HtmlReport.class.getResourceAsStream("report.css")) {
      if (resource == null) {
        throw new IllegalStateException("The resource report.css is not in the jar");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
