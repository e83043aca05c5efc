package dev.brisk;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A way of quantizing that is worth a try where the best form of a model is searched for.
 *
 * @param name what reports call it
 * @param settings the quantizer's own settings by name
 * @param decibels the signal to noise ratio of the outputs that it sees to; one that sees to more
 *     is tried only where those that see to none lose too much
 * @see Quantizer#recipes
 */
public record Recipe(String name, Map<String, String> settings, OptionalDouble decibels) {
  public Recipe {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** A recipe without a bound on the noise. */
  public static Recipe of(String name, Map<String, String> settings) {
    return new Recipe(name, settings, OptionalDouble.empty());
  }
}
