package dev.brisk.cli.report;

import java.util.Locale;

/** Pieces of HTML. */
final class Html {
  private Html() {}

  /** A text as HTML, safe in elements and quoted attributes. */
  static String text(Object value) {
    return String.valueOf(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** As {@link String#format}, the same on every machine; arguments are not escaped. */
  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
