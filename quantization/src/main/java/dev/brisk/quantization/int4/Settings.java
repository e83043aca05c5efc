package dev.brisk.quantization.int4;

import dev.brisk.InvalidInputException;
import dev.brisk.QuantizationOptions;
import dev.brisk.quantization.int4.block.Grid;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The int4 quantizer's own settings.
 *
 * @param form how codes are written
 * @param grid what codes there are
 * @param algorithm how they are chosen
 * @param embeddings whether tables become codes too
 */
record Settings(Form form, Grid grid, Algorithm algorithm, boolean embeddings) {
  private static final String FORM = "form";
  private static final String BLOCK = "block";
  private static final String SYMMETRIC = "symmetric";
  private static final String ALGORITHM = "algorithm";
  private static final String BITS = "bits";
  private static final String EMBEDDINGS = "embeddings";
  private static final String ACCURACY = "accuracy_level";
  private static final List<String> ALL =
      List.of(FORM, BLOCK, SYMMETRIC, ALGORITHM, BITS, EMBEDDINGS, ACCURACY);

  /** Reads the settings from options, refusing those that are unknown. */
  static Settings of(QuantizationOptions options) {
    Map<String, String> given = new TreeMap<>(options.settings());
    for (String name : given.keySet()) {
      if (!ALL.contains(name)) {
        throw new InvalidInputException(
            "Quantizer 'int4' has no setting '%s'; it has %s"
                .formatted(name, String.join(", ", ALL)));
      }
    }
    String level = choice(given, ACCURACY, "0", "1", "2", "3", "4");
    String form = choice(given, FORM, "matmulnbits", "qdq");
    if (given.containsKey(ACCURACY) && form.equals("qdq")) {
      throw new InvalidInputException(
          "Setting 'accuracy_level' of quantizer 'int4' is for form 'matmulnbits', not for 'qdq'");
    }
    Grid grid =
        new Grid(
            Integer.parseInt(choice(given, BITS, "4", "8")),
            Integer.parseInt(choice(given, BLOCK, "32", "16", "64", "128", "256")),
            choice(given, SYMMETRIC, "no", "yes").equals("yes"));
    return new Settings(
        form.equals("qdq") ? new StandardForm() : new MicrosoftForm(Integer.parseInt(level)),
        grid,
        Algorithm.of(choice(given, ALGORITHM, Algorithm.names())),
        choice(given, EMBEDDINGS, "quantized", "plain").equals("quantized"));
  }

  /** A setting's value among those known, the first of which is the default. */
  private static String choice(Map<String, String> given, String setting, String... known) {
    String value = given.getOrDefault(setting, known[0]);
    if (Stream.of(known).noneMatch(value::equals)) {
      throw new InvalidInputException(
          "Setting '%s' of quantizer 'int4' must be one of %s, but is '%s'"
              .formatted(setting, List.of(known), value));
    }
    return value;
  }
}
