package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.activation.RowObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a plan by the value that they are multiplied with, where that can be shown: it is
 * of the model's own graph, and no other value is multiplied with the same weights.
 *
 * @param byValue the weights by value, in the order of the nodes
 * @param others the other weights
 */
record Readers(Map<String, List<Verdict.Weight>> byValue, List<Verdict.Weight> others) {
  static Readers of(Plan plan) {
    Map<Verdict.Weight, Set<String>> values = new LinkedHashMap<>();
    Set<Verdict.Weight> hidden = new LinkedHashSet<>();
    for (Verdict.Coded coded : plan.coded()) {
      values.computeIfAbsent(coded.weight(), key -> new LinkedHashSet<>()).add(coded.reads());
      if (!(coded instanceof Verdict.Product product) || !product.level().isOutermost()) {
        hidden.add(coded.weight());
      }
    }
    Map<String, List<Verdict.Weight>> byValue = new LinkedHashMap<>();
    List<Verdict.Weight> others = new ArrayList<>();
    values.forEach(
        (weight, read) -> {
          if (read.size() > 1 || hidden.contains(weight)) {
            others.add(weight);
          } else {
            byValue.computeIfAbsent(read.iterator().next(), key -> new ArrayList<>()).add(weight);
          }
        });
    return new Readers(byValue, others);
  }

  /** The length of a value's rows. */
  int length(String value) {
    return byValue.getOrDefault(value, List.of()).get(0).matrix().inputs();
  }

  /** Sentences on rows that were passed over. */
  static List<String> warnings(Map<String, ? extends RowObserver> observers) {
    List<String> warnings = new ArrayList<>();
    observers.forEach(
        (value, observer) -> {
          if (observer.odd() > 0) {
            warnings.add(
                "Value '%s' had %d rows with NaN or infinite numbers in the samples, which were left out"
                    .formatted(value, observer.odd()));
          }
        });
    return warnings;
  }
}
