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

/**
 * What plans of one model that keep more or fewer nodes float lose and cost, from what each node
 * alone does to the outputs. Errors of unlike origin hardly ever point the same way, so that their
 * energies add.
 *
 * <p>A node that stays float leaves that part of its error which is in the codes of its result,
 * where others still read these.
 */
final class Prediction {
  /** What a number written as a float takes, in multiply-adds. */
  private static final long WRITING = 16;

  private static final long ELEMENTS_IF_UNKNOWN = 1 << 12;

  private final Plan whole;
  private final Map<String, Effect> effects;
  private final Map<Node, Long> macs;
  private final Map<Node, Long> costs = new HashMap<>();

  /**
   * Predictions.
   *
   * @param whole the plan with the fewest nodes kept
   * @param effects what quantizing each of its nodes alone does, by label
   */
  Prediction(Model prepared, Plan whole, Map<String, Effect> effects) {
    this.whole = whole;
    this.effects = effects;
    this.macs = Costs.macs(prepared, Map.of());
    Types types = ShapeInference.infer(prepared);
    for (Node node : whole.forms().keySet()) {
      long elements = 0;
      for (String output : node.outputs()) {
        Shape shape = types.shape(output);
        elements += shape == null ? ELEMENTS_IF_UNKNOWN : shape.withFree(1).elements();
      }
      costs.put(node, macs.getOrDefault(node, 0L) + WRITING * elements);
    }
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

  /** What the nodes cost that stay float beyond those of the whole plan, in multiply-adds. */
  long cost(Plan plan) {
    return costs.entrySet().stream()
        .filter(entry -> !plan.forms().containsKey(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What all nodes of the whole plan cost. */
  long cost() {
    return costs.values().stream().mapToLong(Long::longValue).sum();
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
