package dev.brisk.cli.terminal;

import java.util.Locale;

/** Figures with units, for people. */
public final class Units {
  private Units() {}

  /** A size such as {@code 1.4 MB}; units are powers of 1000. */
  public static String bytes(long bytes) {
    return scaled((double) bytes, new String[] {"B", "kB", "MB", "GB", "TB"});
  }

  /** A count such as {@code 25.6 M}; units are powers of 1000. */
  public static String count(long count) {
    return scaled((double) count, new String[] {"", "k", "M", "G", "T"}).stripTrailing();
  }

  /** A duration with three digits, such as {@code 0.431 ms}. */
  public static String millis(double millis) {
    return threeDigits(millis) + " ms";
  }

  /** A rate such as {@code 2,310 /s}. */
  public static String perSecond(double rate) {
    return (rate >= 100 ? String.format(Locale.ROOT, "%,.0f", rate) : threeDigits(rate)) + " /s";
  }

  /** A number with three significant digits. */
  public static String threeDigits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String scaled(double value, String[] units) {
    int unit = 0;
    double left = value;
    while (Math.abs(left) >= 1000 && unit < units.length - 1) {
      left /= 1000;
      unit++;
    }
    String number = unit == 0 ? String.format(Locale.ROOT, "%.0f", left) : threeDigits(left);
    return number + " " + units[unit];
  }
}
