package dev.brisk.quantization.half;

import dev.brisk.InvalidInputException;
import dev.brisk.QuantizationOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the quantizers to 16-bit floats.
 *
 * @param convertsInterface whether the model's own inputs and outputs become 16 bits wide
 * @param headroom how many times larger than in the samples numbers may be
 * @param checks whether the model is run on samples once it is converted
 */
record Settings(boolean convertsInterface, double headroom, boolean checks) {
  private static final String INTERFACE = "io";
  private static final String HEADROOM = "headroom";
  private static final String CHECK = "check";
  private static final double LEAST_HEADROOM = 1;
  private static final double MOST_HEADROOM = 65504;

  /** Reads the settings of the named quantizer, refusing those that are unknown. */
  static Settings of(String quantizer, QuantizationOptions options) {
    Map<String, String> given = new TreeMap<>(options.settings());
    String io = given.remove(INTERFACE);
    String headroom = given.remove(HEADROOM);
    String check = given.remove(CHECK);
    if (!given.isEmpty()) {
      throw new InvalidInputException(
          "Quantizer '%s' has no setting '%s'; it has %s, %s and %s"
              .formatted(quantizer, given.keySet().iterator().next(), CHECK, HEADROOM, INTERFACE));
    }
    return new Settings(
        !isFirst(INTERFACE, io, List.of("kept", "converted")),
        headroom(headroom),
        isFirst(CHECK, check, List.of("samples", "none")));
  }

  /** Whether a setting has the first of its values, which is the default. */
  private static boolean isFirst(String setting, @Nullable String value, List<String> known) {
    if (value != null && !known.contains(value)) {
      throw new InvalidInputException(
          "Setting '%s' must be one of %s, but is '%s'".formatted(setting, known, value));
    }
    return value == null || value.equals(known.get(0));
  }

  private static double headroom(@Nullable String value) {
    try {
      double headroom = value == null ? 4 : Double.parseDouble(value);
      if (headroom >= LEAST_HEADROOM && headroom <= MOST_HEADROOM) {
        return headroom;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInputException(
        "Setting '%s' must be a number from %.0f to %.0f, but is '%s'"
            .formatted(HEADROOM, LEAST_HEADROOM, MOST_HEADROOM, value));
  }
}
