package dev.brisk.quantization.int8;

import dev.brisk.Model;
import java.util.Map;

/**
 * A form of a model that may be returned.
 *
 * @param kept why nodes stay float, by their labels
 * @param share the share of the multiply-adds that are in int8, 0 to 1
 * @param isWhole whether no more nodes stay float than do in any case
 */
record Candidate(Map<String, String> kept, Model model, Plan plan, double share, boolean isWhole) {
  /** What the form is called in a sentence. */
  String title() {
    return isWhole ? "int8" : "int8 but for %d nodes in float32".formatted(plan.kept().size());
  }

  /** Whether another computes the same nodes in int8. */
  boolean isLike(Candidate other) {
    return plan.forms().keySet().equals(other.plan.forms().keySet());
  }
}
