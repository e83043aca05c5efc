package dev.brisk.cli.report;

import java.util.List;

/**
 * Horizontal bars: for each label one bar of each series.
 *
 * @param title what is shown, for those who cannot see it too
 * @param unit what the values are in, such as {@code dB}
 * @param series the series; where there are several, a legend names them
 * @param bars from the top to the bottom
 */
public record Bars(String title, String unit, List<Series> series, List<Bar> bars) {

  /** A series of bars. */
  public record Series(String name, Tone tone) {}

  /**
   * The bars with one label.
   *
   * @param values one for each series; NaN leaves its bar out
   */
  public record Bar(String label, List<Double> values) {
    public Bar {
      values = List.copyOf(values);
    }
  }

  public Bars {
    series = List.copyOf(series);
    bars = List.copyOf(bars);
    for (Bar bar : bars) {
      if (bar.values().size() != series.size()) {
        throw new IllegalArgumentException(
            "A bar needs %d values, one for each series, but '%s' has %d"
                .formatted(series.size(), bar.label(), bar.values().size()));
      }
    }
  }
}
