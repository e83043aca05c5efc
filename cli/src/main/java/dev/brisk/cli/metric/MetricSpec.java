package dev.brisk.cli.metric;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * What a task measures.
 *
 * @param name the metric's name
 * @param output the model's output that is measured
 * @param unit what the figure counts: {@code %}, {@code dB}, or nothing
 * @param comparesWithFloat whether it compares with the outputs of the task's own model
 * @param start makes one that no sample was added to
 */
public record MetricSpec(
    String name, String output, String unit, boolean comparesWithFloat, Supplier<Metric> start) {
  /**
   * The figure in points, of which more is better: decibels become minus the noise in percent of
   * the signal, and what has no unit counts as an error.
   */
  public double points(double value) {
    if (isInDecibels()) {
      return -100 * Math.pow(10, -value / 10);
    }
    return unit.isEmpty() ? -value : value;
  }

  /** The figure that so many points are. */
  public double value(double points) {
    if (isInDecibels()) {
      return Math.min(Sqnr.MOST, -10 * Math.log10(-points / 100));
    }
    return unit.isEmpty() ? -points : points;
  }

  private boolean isInDecibels() {
    return unit.equals("dB");
  }

  /** A figure with its unit, such as {@code 91.73 %}. */
  public String format(double value) {
    boolean tiny = value != 0 && Math.abs(value) < 0.01;
    String number = String.format(Locale.ROOT, tiny ? "%.3g" : "%.2f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
