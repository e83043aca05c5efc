package dev.brisk.backend.remote.call;

import java.util.Locale;

/** Times in words. */
final class Times {
  private Times() {}

  /** Such as {@code 12.5 ms}. */
  static String text(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
