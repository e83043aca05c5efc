package dev.brisk.cli.report;

import java.util.List;

/**
 * Points and lines in a plane.
 *
 * @param title what is shown, for those who cannot see it too
 * @param series what is drawn later lies on top
 */
public record Scatter(String title, Axis x, Axis y, List<Series> series) {

  /**
   * An axis.
   *
   * @param label what it measures and in what, such as {@code latency (ms)}
   * @param logarithmic whether equal steps are equal ratios; then points at 0 or below are left out
   * @param from where it begins; NaN to begin with the points
   * @param to where it ends; NaN to end with the points
   */
  public record Axis(String label, boolean logarithmic, double from, double to) {
    /** An axis as long as the points reach. */
    public Axis(String label, boolean logarithmic) {
      this(label, logarithmic, Double.NaN, Double.NaN);
    }
  }

  /** How a series is drawn. */
  public enum Form {
    /** Points apart. */
    POINTS,
    /** Points apart, each with its label beside it where there is room. */
    LABELLED,
    /** A line through points that are not marked. */
    LINE,
    /** A broken line through points that are not marked. */
    DASHES,
    /** A line of level steps: each point's value holds up to the next. */
    STEPS
  }

  /** What shares a colour and an entry in the legend. */
  public record Series(String name, Tone tone, Form form, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * A point.
   *
   * @param label what it is; may be empty
   */
  public record Point(double x, double y, String label) {}

  public Scatter {
    series = List.copyOf(series);
  }
}
