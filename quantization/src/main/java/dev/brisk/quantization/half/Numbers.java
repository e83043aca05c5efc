package dev.brisk.quantization.half;

import java.util.Locale;

/** Numbers as reports write them, whatever the machine's language. */
final class Numbers {
  private Numbers() {}

  /** A number to four digits. */
  static String brief(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e7
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.3e", number);
  }

  /** A share of one, as per cent. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
