package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.quantization.sensitivity.Effect;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What plans of one model that keep more or fewer nodes float lose and cost, from what each node
 * alone does to the outputs. Errors of unlike origin hardly ever point the same way, so that their
 * energies add.
 *
 * <p>A node that stays float leaves that part of its error which is in the codes of its result,
 * where others still read these.
 */
final class Prediction {
  /** What a number written as a float takes, in multiply-adds, where nothing was measured. */
  private static final long WRITING = 16;

  private static final long ELEMENTS_IF_UNKNOWN = 1 << 12;

  private final Plan whole;
  private final Map<String, Effect> effects;
  private final Map<Node, Long> macs;
  private final Map<Node, Long> estimates = new HashMap<>();
  private final @Nullable KernelCosts measured;
  private final Types types;

  /**
   * Predictions.
   *
   * @param whole the plan with the fewest nodes kept
   * @param effects what quantizing each of its nodes alone does, by label
   * @param measured what nodes cost, null where that was not measured
   */
  Prediction(
      Model prepared, Plan whole, Map<String, Effect> effects, @Nullable KernelCosts measured) {
    this.whole = whole;
    this.effects = effects;
    this.macs = Costs.macs(prepared, Map.of());
    this.types = ShapeInference.infer(prepared);
    this.measured = measured;
    for (Node node : whole.forms().keySet()) {
      long elements = node.outputs().stream().mapToLong(this::elements).sum();
      estimates.put(node, macs.getOrDefault(node, 0L) + WRITING * elements);
    }
  }

  private long elements(String value) {
    Shape shape = types.shape(value);
    return shape == null ? ELEMENTS_IF_UNKNOWN : shape.withFree(1).elements();
  }

  /** The noise of the outputs. */
  double noise(Plan plan) {
    double noise = 0;
    for (Node node : whole.forms().keySet()) {
      Effect effect = effects.get(node.label());
      if (effect != null) {
        noise += effect.output().noise() * part(effect, plan, node);
      }
    }
    return noise;
  }

  private double part(Effect effect, Plan plan, Node node) {
    if (plan.forms().containsKey(node)) {
      return 1;
    }
    return plan.coded().contains(whole.result(node)) ? effect.share() : 0;
  }

  /**
   * What a plan costs beyond the whole one: nanoseconds where kernels were measured, below 0 where
   * it is faster; else estimated multiply-adds of the nodes that stay float.
   */
  long cost(Plan plan) {
    if (measured != null) {
      return measured.of(plan, whole, this::elements) - measured.of(whole, whole, this::elements);
    }
    return estimates.entrySet().stream()
        .filter(entry -> !plan.forms().containsKey(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What all nodes of the whole plan cost. */
  long cost() {
    return measured != null
        ? measured.whole()
        : estimates.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The share of the multiply-adds that are in float, 0 to 1. */
  double floatShare(Plan plan) {
    double all = 0;
    double floats = 0;
    for (Map.Entry<Node, Long> entry : macs.entrySet()) {
      all += entry.getValue();
      floats += plan.forms().containsKey(entry.getKey()) ? 0 : entry.getValue();
    }
    return all == 0 ? 0 : floats / all;
  }
}
