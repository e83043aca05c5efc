package dev.brisk.cli.report;

import dev.brisk.cli.terminal.Json;
import java.util.Locale;

/** Pieces of HTML. */
public final class Html {
  private Html() {}

  /** A text as HTML, safe in elements and quoted attributes. */
  public static String text(Object value) {
    return String.valueOf(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** As {@link String#format}, the same on every machine; arguments are not escaped. */
  public static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /** A value as JSON, safe in a script element. */
  static String script(Object value) {
    return Json.of(value).replace("<", "\\u003c").replace("&", "\\u0026");
  }
}
