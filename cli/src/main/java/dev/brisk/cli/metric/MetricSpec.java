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
  /** A figure with its unit, such as {@code 91.73 %}. */
  public String format(double value) {
    boolean tiny = value != 0 && Math.abs(value) < 0.01;
    String number = String.format(Locale.ROOT, tiny ? "%.3g" : "%.2f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
