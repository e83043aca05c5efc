package dev.brisk.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signal to noise ratios of layers by formulas and by algorithms of the quantizer. */
final class LayerDecibels {
  /** What the quantizer does without settings. */
  static final String DEFAULT = "default";

  /** The same with the smallest blocks. */
  static final String NARROW = "block 16";

  private final Map<String, Map<String, Double>> decibels = new LinkedHashMap<>();

  /** Takes the energies of a layer. */
  void add(String name, String layer, double signal, double noise) {
    decibels
        .computeIfAbsent(name, key -> new LinkedHashMap<>())
        .put(layer, 10 * Math.log10(signal / noise));
  }

  /** The names, in the order in which they came. */
  List<String> names() {
    return List.copyOf(decibels.keySet());
  }

  /** The ratios of all layers that were measured. */
  Map<String, Double> of(String name) {
    return decibels.getOrDefault(name, Map.of());
  }

  /** How much better the first is than the second, for each layer that both have. */
  Map<String, Double> lead(String first, String second) {
    Map<String, Double> lead = new LinkedHashMap<>();
    of(first)
        .forEach(
            (layer, value) -> {
              Double other = of(second).get(layer);
              if (other != null) {
                lead.put(layer, value - other);
              }
            });
    return lead;
  }

  /** A Markdown table with a row for each formula and each algorithm. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| | layers | least | median | ours of that name, less it: least (where), median "
            + "| default less it: least (where), median | block 16 less it |\n"
            + "|---|---|---|---|---|---|---|\n");
    for (String name : names()) {
      Spread all = Spread.of(of(name).values());
      String ours = Formulas.answer(name);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.2f | %.2f | %s | %s | %s |%n",
              name,
              of(name).size(),
              of(name).values().stream().mapToDouble(Double::doubleValue).min().orElse(0),
              all.median(),
              ours.isEmpty() ? "" : ours + " " + summary(lead(ours, name)),
              summary(lead(DEFAULT, name)),
              summary(lead(NARROW, name))));
    }
    return text.toString();
  }

  private static String summary(Map<String, Double> lead) {
    List<Map.Entry<String, Double>> sorted = new ArrayList<>(lead.entrySet());
    if (sorted.isEmpty()) {
      return "";
    }
    sorted.sort(Map.Entry.comparingByValue());
    return String.format(
        Locale.ROOT,
        "%+.2f (%s), %+.2f",
        sorted.get(0).getValue(),
        sorted.get(0).getKey(),
        Spread.of(lead.values()).median());
  }
}
