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

  /** The value that repeats a decision to return the float model. */
  String FLOATS = "float32";

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

  /** The value that repeats a decision to keep nodes float. */
  static String repeating(Collection<String> floats) {
    return floats.isEmpty() ? "any" : FLOATS + ":" + String.join(",", floats);
  }

  /** Reads a value. */
  static Speed of(@Nullable String value) {
    if (value == null || value.equals("any")) {
      return new Any();
    } else if (value.equals("measured")) {
      return new Measured();
    } else if (value.equals(FLOATS)) {
      return new Refused();
    } else if (value.startsWith(FLOATS + ":")) {
      return new Decided(List.of(value.substring(FLOATS.length() + 1).split(",", -1)));
    }
    throw Settings.unknown(
        SETTING, value, List.of("any", "measured", FLOATS, FLOATS + ":NODE,NODE"));
  }
}
