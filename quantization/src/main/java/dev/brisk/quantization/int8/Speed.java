package dev.brisk.quantization.int8;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the speed of a quantized form has to do with the choice of one: a setting's value. */
sealed interface Speed {
  /** The setting's name. */
  String SETTING = "speed";

  /** Nothing: all that can be in int8 is. */
  record Any() implements Speed {}

  /** It is measured; the form that is returned is not slower than the float model. */
  record Measured() implements Speed {}

  /** It was measured before, and this was the outcome. */
  record Decided(List<String> floats) implements Speed {
    /** Why these nodes stay float, by their labels. */
    Map<String, String> kept() {
      Map<String, String> kept = new TreeMap<>();
      floats.forEach(label -> kept.put(label, "it was faster so when that was measured"));
      return kept;
    }
  }

  /** It was measured before, and the float model was the outcome. */
  record Refused() implements Speed {}

  private static String floats() {
    return "float32";
  }

  /** The value that repeats a decision. */
  static String repeating(SpeedGuard.Decision decision, Collection<String> base) {
    if (decision.slower() != null) {
      return floats();
    }
    List<String> more =
        decision.kept().keySet().stream().filter(label -> !base.contains(label)).toList();
    return more.isEmpty() ? "any" : floats() + ":" + String.join(",", more);
  }

  /** Reads a value. */
  static Speed of(@Nullable String value) {
    if (value == null || value.equals("any")) {
      return new Any();
    } else if (value.equals("measured")) {
      return new Measured();
    } else if (value.equals(floats())) {
      return new Refused();
    } else if (value.startsWith(floats() + ":")) {
      return new Decided(List.of(value.substring(floats().length() + 1).split(",", -1)));
    }
    throw Settings.unknown(
        SETTING, value, List.of("any", "measured", floats(), floats() + ":NODE,NODE"));
  }
}
