package dev.brisk.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The frame of all reports: one HTML file that needs nothing but itself, and asks browsers to
 * refuse it anything else. It follows the reader's choice of light or dark, and fits a phone.
 */
public final class Page {
  private static final String LIBRARY = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";
  private static final String SCRIPT =
      "META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";
  private static final String SOURCE_MAP = "//# sourceMappingURL=";

  private Page() {}

  /**
   * A page.
   *
   * @param title its title, as plain text
   * @param pieces what stands in it from the top to the bottom, as HTML: first a {@link Verdict},
   *     then sections with {@link Charts} and {@link Table tables}, last a {@link Provenance}
   */
  public static String of(String title, String... pieces) {
    String body = String.join("", pieces);
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        %s</body>
        </html>
        """
        .formatted(
            Html.text(title), own("report.css"), body, body.contains(Charts.MARK) ? scripts() : "");
  }

  /** A section with a heading in plain text and what stands below it in HTML. */
  public static String section(String heading, String... pieces) {
    return "<section>\n<h2>%s</h2>\n%s</section>\n"
        .formatted(Html.text(heading), String.join("", pieces));
  }

  /** A paragraph of plain text. */
  public static String paragraph(String text) {
    return "<p>" + Html.text(text) + "</p>\n";
  }

  private static String scripts() {
    return "<script>\n%s</script>\n<script>\n%s</script>\n".formatted(library(), own("charts.js"));
  }

  private static String library() {
    ClassLoader loader = Page.class.getClassLoader();
    Properties artifact = new Properties();
    try (Reader reader = new StringReader(text(loader.getResourceAsStream(LIBRARY)))) {
      artifact.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String script = SCRIPT.formatted(artifact.getProperty("version"));
    String text = text(loader.getResourceAsStream(script));
    int map = text.lastIndexOf(SOURCE_MAP);
    return map < 0 ? text : text.substring(0, map);
  }

  private static String own(String name) {
    return text(Page.class.getResourceAsStream(name));
  }

  private static String text(@Nullable InputStream resource) {
    if (resource == null) {
      throw new IllegalStateException(
          "What pages are made of is not on the class path; add brisk-cli with its dependencies");
    }
    try (resource) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
