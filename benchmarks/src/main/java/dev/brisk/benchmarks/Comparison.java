package dev.brisk.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What rounds in several JVMs say together.
 *
 * @param left the left side
 * @param right the right side
 * @param ratio left over right of the rounds' median times
 * @param fastestRatio left over right of the rounds' least times, which a busy machine sways less
 * @param forkRatios the median ratio of each JVM
 */
record Comparison(
    Timing left, Timing right, Spread ratio, Spread fastestRatio, List<Double> forkRatios) {

  /**
   * A side's runs.
   *
   * @param micros the rounds' median times in microseconds
   * @param fastest the rounds' least times in microseconds
   * @param bytes what a run allocates on the heap, the median of the JVMs
   */
  record Timing(Spread micros, Spread fastest, double bytes) {
    static Timing of(List<JsonNode> forks) {
      return new Timing(
          Spread.of(micros(forks, "medians")),
          Spread.of(micros(forks, "fastest")),
          Spread.of(forks.stream().map(fork -> fork.get("bytes").asDouble()).toList()).median());
    }

    private static List<Double> micros(List<JsonNode> forks, String name) {
      return forks.stream()
          .flatMap(fork -> doubles(fork.get(name)).stream())
          .map(nanos -> nanos / 1e3)
          .toList();
    }

    private String row(String name) {
      return String.format(
          Locale.ROOT,
          "  %-25s %12.1f us [%.1f .. %.1f], fastest %.1f us, %.0f bytes a run%n",
          name,
          micros.median(),
          micros.low(),
          micros.high(),
          fastest.low(),
          bytes);
    }
  }

  /** Reads what {@link PairedRounds} gave in each JVM. */
  static Comparison of(List<JsonNode> forks) {
    List<Double> ratios = new ArrayList<>();
    List<Double> fastestRatios = new ArrayList<>();
    List<Double> forkRatios = new ArrayList<>();
    for (JsonNode fork : forks) {
      List<Double> own = ratios(fork, "medians");
      ratios.addAll(own);
      fastestRatios.addAll(ratios(fork, "fastest"));
      forkRatios.add(Spread.of(own).median());
    }
    return new Comparison(
        Timing.of(forks.stream().map(fork -> fork.get("left")).toList()),
        Timing.of(forks.stream().map(fork -> fork.get("right")).toList()),
        Spread.of(ratios),
        Spread.of(fastestRatios),
        forkRatios);
  }

  private static List<Double> ratios(JsonNode fork, String name) {
    List<Double> lefts = doubles(fork.get("left").get(name));
    List<Double> rights = doubles(fork.get("right").get(name));
    return IntStream.range(0, lefts.size()).mapToObj(i -> lefts.get(i) / rights.get(i)).toList();
  }

  private static List<Double> doubles(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asDouble()));
    return values;
  }

  /** The comparison for people; brackets hold nine of ten rounds. */
  String table(String title, String leftName, String rightName) {
    StringBuilder table = new StringBuilder(title + "\n");
    table.append(left.row(leftName)).append(right.row(rightName));
    table.append(row(leftName + " / " + rightName, ratio)).append(", by JVM");
    forkRatios.forEach(fork -> table.append(String.format(Locale.ROOT, " %.3f", fork)));
    return table.append(row("\n  fastest runs", fastestRatio)).append('\n').toString();
  }

  private static String row(String name, Spread ratio) {
    return String.format(
        Locale.ROOT,
        "  %-25s %12.3f    [%.3f .. %.3f]",
        name,
        ratio.median(),
        ratio.low(),
        ratio.high());
  }
}
