package dev.brisk.quantization.int8;

import dev.brisk.InvalidInputException;
import dev.brisk.QuantizationOptions;
import dev.brisk.quantization.calibration.RangeMethod;
import dev.brisk.quantization.calibration.RangeMethods;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The int8 quantizer's own settings.
 *
 * @param ranges how the ranges of activations are chosen
 * @param weights how weights become codes
 * @param correctBiases whether biases make up for shifted means
 */
record Settings(RangeMethod ranges, WeightCodes weights, boolean correctBiases) {
  /** How weights become codes. */
  enum WeightCodes {
    /** Eight bits, and where two neighbours could saturate, as few less as prevent it. */
    SAFE,
    /** Eight bits always. */
    FULL,
    /** Seven bits always. */
    SEVEN_BITS;

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final String RANGES = "ranges";
  private static final String WEIGHTS = "weights";
  private static final String BIASES = "biases";

  /** Reads the settings from options, refusing those that are unknown. */
  static Settings of(QuantizationOptions options) {
    Map<String, String> given = new TreeMap<>(options.settings());
    String ranges = given.remove(RANGES);
    String weights = given.remove(WEIGHTS);
    String biases = given.remove(BIASES);
    if (!given.isEmpty()) {
      throw new InvalidInputException(
          "Quantizer 'int8' has no setting '%s'; it has %s, %s and %s"
              .formatted(given.keySet().iterator().next(), RANGES, WEIGHTS, BIASES));
    }
    return new Settings(ranges(ranges), weights(weights), corrects(biases));
  }

  private static boolean corrects(@Nullable String name) {
    if (name == null || name.equals("corrected")) {
      return true;
    }
    if (name.equals("plain")) {
      return false;
    }
    throw unknown(BIASES, name, List.of("corrected", "plain"));
  }

  private static RangeMethod ranges(@Nullable String name) {
    String wanted = name == null ? "mse" : name;
    return RangeMethods.all().stream()
        .filter(method -> method.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    RANGES, wanted, RangeMethods.all().stream().map(RangeMethod::name).toList()));
  }

  private static WeightCodes weights(@Nullable String name) {
    String wanted = name == null ? WeightCodes.SAFE.key() : name;
    return Arrays.stream(WeightCodes.values())
        .filter(kind -> kind.key().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    WEIGHTS,
                    wanted,
                    Arrays.stream(WeightCodes.values()).map(WeightCodes::key).toList()));
  }

  private static InvalidInputException unknown(String setting, String value, List<String> known) {
    return new InvalidInputException(
        "Setting '%s' of quantizer 'int8' must be one of %s, but is '%s'"
            .formatted(setting, known, value));
  }
}
