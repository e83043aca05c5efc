package dev.brisk.cli.report;

import java.util.List;

/** What became of the answers, with pictures. */
final class AccuracySection {
  private AccuracySection() {}

  static String of(Comparison comparison) {
    Accuracy accuracy = comparison.accuracy();
    return """
        <section>
        <h2>What it cost</h2>
        <p>%s</p>
        <table class="facts">
        <thead><tr><th></th><th>float32</th><th>int8</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        %s</section>
        """
        .formatted(words(accuracy), rows(accuracy), pictures(accuracy));
  }

  private static String words(Accuracy accuracy) {
    return Html.format(
        "The model reads coloured digits drawn over clutter. It was calibrated on %,d images and tested on %,d others. The scores of the two models differ by noise %.1f dB below the signal, that is by about %s.",
        accuracy.calibration(),
        accuracy.samples(),
        accuracy.decibels(),
        percentOf(accuracy.decibels()));
  }

  /** What a ratio of energies in decibels is as a share of the amplitude. */
  static String percentOf(double decibels) {
    double percent = 100 * Math.pow(10, -decibels / 20);
    return Html.format(percent < 1 ? "%.1f&#8239;%%" : "%.0f&#8239;%%", percent);
  }

  private static String rows(Accuracy accuracy) {
    return row(
            "Right answers",
            Html.format("%.2f&#8239;%%", accuracy.before()),
            Html.format("%.2f&#8239;%%", accuracy.after()))
        + row("Right where the other is wrong", "" + accuracy.lost(), "" + accuracy.won())
        + row(
            "Same answer as float32",
            "",
            Html.format("%,d of %,d", accuracy.agreed(), accuracy.samples()));
  }

  private static String row(String name, String before, String after) {
    return "<tr><th>%s</th><td>%s</td><td>%s</td></tr>\n".formatted(name, before, after);
  }

  private static String pictures(Accuracy accuracy) {
    String some =
        "<h3>Some of the test images, and what both models read</h3>\n"
            + strip(accuracy.pictured());
    if (accuracy.different().isEmpty()) {
      return some;
    }
    boolean single = accuracy.different().size() == 1;
    return some
        + "<h3>"
        + (single ? "The image on which they differ" : "Images on which they differ")
        + "</h3>\n"
        + strip(accuracy.different());
  }

  private static String strip(List<Example> examples) {
    StringBuilder strip = new StringBuilder("<ul class=\"pictures\">\n");
    for (Example example : examples) {
      strip
          .append("<li><img alt=\"test image of a ")
          .append(example.label())
          .append("\" src=\"")
          .append(example.image())
          .append("\">")
          .append(answers(example))
          .append("</li>\n");
    }
    return strip.append("</ul>\n").toString();
  }

  private static String answers(Example example) {
    if (example.agrees()) {
      return answer("both read", example.before(), example.label());
    }
    return answer("float32", example.before(), example.label())
        + answer("int8", example.after(), example.label());
  }

  private static String answer(String who, int said, long label) {
    boolean right = said == label;
    return Html.format(
        "<span class=\"%s\">%s <b>%d%s</b></span>",
        right ? "right" : "wrong", who, said, right ? "" : " (wrong)");
  }
}
