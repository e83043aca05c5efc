package dev.brisk.quantization.int8;

import dev.brisk.InvalidInputException;
import dev.brisk.QuantizationOptions;
import dev.brisk.quantization.calibration.RangeMethod;
import dev.brisk.quantization.calibration.RangeMethods;
import dev.brisk.quantization.sensitivity.OutputError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The int8 quantizer's own settings.
 *
 * @param target what the model is to run on
 * @param ranges how the ranges of activations are chosen
 * @param weights how weights become codes
 * @param biases how biases make up for shifted means
 * @param equalizes whether channels are brought to like ranges
 * @param searchesScales whether scales of weights may cut off the largest
 * @param learnsRounding whether weights are rounded by what their errors do together
 * @param smooths whether channels that matrix products read are brought to like ranges
 * @param speed what the speed of a form has to do with it
 * @param decisions the folder where decisions by speed are remembered; null for the cache
 * @param bound how far the outputs may be from the float model's
 * @param measuresErrors whether the report has the errors of nodes
 */
record Settings(
    Target target,
    RangeMethod ranges,
    WeightCodes weights,
    BiasKind biases,
    boolean equalizes,
    boolean searchesScales,
    boolean learnsRounding,
    boolean smooths,
    Speed speed,
    @Nullable String decisions,
    Bound bound,
    boolean measuresErrors) {
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

  /** How biases make up for shifted means. */
  enum BiasKind {
    /** As is nearer to the float model on samples that it was not learned from. */
    AUTO,
    /** For all that shifts them, layer after layer. */
    RECONSTRUCTED,
    /** For the rounding of weights. */
    CORRECTED,
    /** Not at all. */
    PLAIN;

    private static BiasKind named(@Nullable String name) {
      String wanted = name == null ? AUTO.key() : name;
      return Arrays.stream(values())
          .filter(kind -> kind.key().equals(wanted))
          .findFirst()
          .orElseThrow(
              () -> unknown(BIASES, wanted, Arrays.stream(values()).map(BiasKind::key).toList()));
    }

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String TARGET = "target";
  private static final String RANGES = "ranges";
  private static final String WEIGHTS = "weights";
  private static final String BIASES = "biases";
  private static final String CHANNELS = "channels";
  private static final String WEIGHT_RANGES = "weight-ranges";
  private static final String ROUNDING = "rounding";
  private static final String SMOOTHING = "smoothing";

  /** Whether the errors of nodes are told: the setting's name. */
  static final String ERRORS = "errors";

  /** How near the outputs must be: the setting's name. */
  static final String MIN_SQNR = "min-sqnr";

  /** Where decisions are remembered: the setting's name. */
  static final String DECISIONS = "decisions";

  private static final List<String> NAMES =
      List.of(
          TARGET,
          RANGES,
          WEIGHTS,
          BIASES,
          CHANNELS,
          WEIGHT_RANGES,
          ROUNDING,
          SMOOTHING,
          Speed.SETTING,
          DECISIONS,
          MIN_SQNR,
          ERRORS);

  /** Reads the settings from options, refusing those that are unknown. */
  static Settings of(QuantizationOptions options) {
    Map<String, String> given = new TreeMap<>(options.settings());
    Target target = target(given.remove(TARGET));
    String ranges = given.remove(RANGES);
    String weights = given.remove(WEIGHTS);
    String biases = given.remove(BIASES);
    String channels = given.remove(CHANNELS);
    String weightRanges = given.remove(WEIGHT_RANGES);
    String smoothing = given.remove(SMOOTHING);
    String rounding = given.remove(ROUNDING);
    String speed = given.remove(Speed.SETTING);
    String decisions = given.remove(DECISIONS);
    String minSqnr = given.remove(MIN_SQNR);
    String errors = given.remove(ERRORS);
    if (!given.isEmpty()) {
      throw new InvalidInputException(
          "Quantizer 'int8' has no setting '%s'; it has %s"
              .formatted(given.keySet().iterator().next(), String.join(", ", NAMES)));
    }
    return new Settings(
        target,
        ranges(ranges),
        weights == null ? target.weights() : weights(weights),
        BiasKind.named(biases),
        either(CHANNELS, channels, "equalized", "plain"),
        !either(WEIGHT_RANGES, weightRanges, "full", "searched"),
        either(ROUNDING, rounding, "learned", "nearest"),
        either(SMOOTHING, smoothing, "auto", "off"),
        Speed.of(speed),
        decisions,
        bound(minSqnr),
        either(ERRORS, errors, "measured", "none"));
  }

  /** The same without what takes time and changes only numbers. */
  Settings drafted() {
    return new Settings(
        target,
        ranges,
        weights,
        BiasKind.PLAIN,
        equalizes,
        false,
        false,
        smooths,
        speed,
        decisions,
        Bound.none(),
        false);
  }

  private static Bound bound(@Nullable String decibels) {
    if (decibels == null || decibels.equals("none")) {
      return Bound.none();
    } else if (decibels.equals("auto")) {
      return Bound.worthwhile();
    }
    try {
      double least = Double.parseDouble(decibels);
      if (least >= 0 && least <= OutputError.MOST) {
        return Bound.ofDecibels(least);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new InvalidInputException(
        ("Setting '%s' of quantizer 'int8' must be 'none', 'auto' or decibels from 0 to %.0f,"
                + " but is '%s'")
            .formatted(MIN_SQNR, OutputError.MOST, decibels));
  }

  /** Whether a setting has the first of two values, which is the default. */
  private static boolean either(String setting, @Nullable String name, String yes, String no) {
    if (name == null || name.equals(yes)) {
      return true;
    }
    if (name.equals(no)) {
      return false;
    }
    throw unknown(setting, name, List.of(yes, no));
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

  private static Target target(@Nullable String name) {
    String wanted = name == null ? Target.GENERIC.key() : name;
    return Arrays.stream(Target.values())
        .filter(target -> target.key().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(TARGET, wanted, Arrays.stream(Target.values()).map(Target::key).toList()));
  }

  private static WeightCodes weights(String wanted) {
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

  static InvalidInputException unknown(String setting, String value, List<String> known) {
    return new InvalidInputException(
        "Setting '%s' of quantizer 'int8' must be one of %s, but is '%s'"
            .formatted(setting, known, value));
  }
}
