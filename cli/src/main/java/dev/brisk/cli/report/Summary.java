package dev.brisk.cli.report;

import dev.brisk.cli.terminal.Units;
import java.util.List;

/** The head of a report: what it is about, the figures that count, and what they say in words. */
final class Summary {
  private final Comparison comparison;

  private Summary(Comparison comparison) {
    this.comparison = comparison;
  }

  static String of(Comparison comparison) {
    Summary summary = new Summary(comparison);
    return new Verdict(
            "brisk demo",
            summary.title(),
            summary.words(),
            List.of(
                summary.speedTile(),
                summary.sizeTile(),
                summary.accuracyTile(),
                summary.agreementTile()))
        .html();
  }

  private double ratio() {
    return comparison.speedUp().at(50);
  }

  private String title() {
    boolean faster = ratio() >= 1.005;
    boolean slower = ratio() < 0.995;
    String speed =
        faster
            ? Html.format("%.1f\u00d7\u00a0as\u00a0fast", ratio())
            : slower ? Html.format("slower (%.2f\u00d7)", ratio()) : "as fast";
    return Html.format("A digit reader in int8: %s, %.0f\u202f%% of the size", speed, share());
  }

  private double share() {
    return 100.0 * comparison.after().bytes() / comparison.before().bytes();
  }

  private String words() {
    Accuracy accuracy = comparison.accuracy();
    String speed =
        Html.format(
            "One image takes %s instead of %s on %s. ",
            Units.millis(comparison.after().p50Ms()),
            Units.millis(comparison.before().p50Ms()),
            comparison.before().threads() == 1
                ? "one thread"
                : comparison.before().threads() + " threads");
    String size =
        Html.format(
            "The file shrinks from %s to %s. ",
            Units.bytes(comparison.before().bytes()), Units.bytes(comparison.after().bytes()));
    return speed + size + cost(accuracy);
  }

  private static String cost(Accuracy accuracy) {
    if (accuracy.agreed() == accuracy.samples()) {
      return Html.format(
          "It costs nothing that %,d test images could show: every answer is the same.",
          accuracy.samples());
    }
    return Html.format(
        "Of %,d test images, %s only by the float model and %s only by the int8 model.",
        accuracy.samples(), read(accuracy.lost()), read(accuracy.won()));
  }

  private static String read(int count) {
    return count == 0
        ? "none is read right"
        : count == 1 ? "1 is read right" : count + " are read right";
  }

  private Tile speedTile() {
    return new Tile(
        "Speed",
        Html.format("%.2f\u00d7", ratio()),
        Html.format(
            "half of the paired rounds between %.2f and %.2f",
            comparison.speedUp().at(25), comparison.speedUp().at(75)),
        ratio() >= 1);
  }

  private Tile sizeTile() {
    return new Tile(
        "Size",
        Html.format("%.0f\u202f%%", share()),
        Units.bytes(comparison.after().bytes()) + " of " + Units.bytes(comparison.before().bytes()),
        true);
  }

  private Tile accuracyTile() {
    Accuracy accuracy = comparison.accuracy();
    double change = accuracy.after() - accuracy.before();
    return new Tile(
        "Accuracy",
        Html.format("%.1f\u202f%%", accuracy.after()),
        Html.format(
            "%.1f\u202f%% in float, %s",
            accuracy.before(),
            Math.abs(change) < 0.005
                ? "no change"
                : Html.format("%+.2f points", change).replace('-', '\u2212')),
        change > -0.5);
  }

  private Tile agreementTile() {
    Accuracy accuracy = comparison.accuracy();
    return new Tile(
        "Agreement",
        accuracy.agreed() == accuracy.samples()
            ? "100\u202f%"
            : Html.format("%.1f\u202f%%", accuracy.agreement()),
        Html.format("the same answer on %,d of %,d", accuracy.agreed(), accuracy.samples()),
        accuracy.agreement() >= 95);
  }
}
