package dev.brisk.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to set a quantizer.
 *
 * @param name what the table calls it
 * @param settings the quantizer's settings that are not the default's
 */
record Variant(String name, Map<String, String> settings) {
  /** What switches each technique of {@code int8} off, by the name of the technique. */
  private static final Map<String, String> OFF = new LinkedHashMap<>();

  static {
    OFF.put("ranges by error", "ranges=min-max");
    OFF.put("equalization", "channels=plain");
    OFF.put("biases", "biases=plain");
    OFF.put("smoothing", "smoothing=off");
    OFF.put("learned rounding", "rounding=nearest");
  }

  /** All techniques, each left out in turn, each alone, and none. */
  static List<Variant> ablation() {
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("all", Map.of()));
    OFF.forEach((name, off) -> variants.add(parse("without " + name + ":" + off)));
    for (String name : OFF.keySet()) {
      Map<String, String> others = new LinkedHashMap<>(OFF);
      others.remove(name);
      variants.add(parse(name + " alone:" + String.join(",", others.values())));
    }
    variants.add(parse("none:" + String.join(",", OFF.values())));
    return variants;
  }

  /** Reads {@code name:setting=value,setting=value}. */
  static Variant parse(String text) {
    int colon = text.indexOf(':');
    Map<String, String> settings = new LinkedHashMap<>();
    String name = colon < 0 ? text : text.substring(0, colon);
    for (String setting : text.substring(colon + 1).split(",", -1)) {
      int equals = setting.indexOf('=');
      if (colon >= 0 && equals > 0) {
        settings.put(setting.substring(0, equals), setting.substring(equals + 1));
      }
    }
    return new Variant(name, settings);
  }
}
