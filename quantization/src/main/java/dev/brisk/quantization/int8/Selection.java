package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Nodes to be kept float, chosen by what each saves of the predicted noise for what it costs.
 *
 * <p>What a node saves hangs on those chosen before; as it mostly shrinks, a node is looked at
 * again only when it would be next by what was last known of it (M. Minoux, "Accelerated greedy
 * algorithms for maximizing submodular set functions", 1978).
 */
final class Selection {
  private record Candidate(String label, double gain) {}

  private static final Comparator<Candidate> BEST =
      Comparator.comparingDouble(Candidate::gain).reversed().thenComparing(Candidate::label);

  private final Function<Map<String, String>, Plan> planner;
  private final Prediction prediction;
  private final Bound bound;
  private final Map<String, String> kept;
  private final List<String> chosen = new ArrayList<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(BEST);
  private Plan plan;

  /**
   * A selection of none yet.
   *
   * @param planner makes the plan that keeps nodes of some labels, for given reasons
   * @param kept why nodes stay float anyway, by label
   * @param bound how much may be kept float, and what for
   */
  Selection(
      Function<Map<String, String>, Plan> planner,
      Map<String, String> kept,
      Prediction prediction,
      Bound bound) {
    this.planner = planner;
    this.prediction = prediction;
    this.bound = bound;
    this.kept = new LinkedHashMap<>(kept);
    this.plan = planner.apply(kept);
    plan.forms().keySet().stream()
        .map(Node::label)
        .forEach(label -> queue.add(new Candidate(label, Double.POSITIVE_INFINITY)));
  }

  /** How many are chosen. */
  int size() {
    return chosen.size();
  }

  /** Why nodes stay float, by label: those chosen, and those that do anyway. */
  Map<String, String> kept() {
    return new LinkedHashMap<>(kept);
  }

  /** The nodes chosen, by label, the best first. */
  List<String> chosen() {
    return List.copyOf(chosen);
  }

  /** The plan that keeps them. */
  Plan plan() {
    return plan;
  }

  /** Chooses one more; false if there is none that helps and may be. */
  boolean add(String reason) {
    while (!queue.isEmpty()) {
      String label = queue.remove().label();
      if (plan.forms().keySet().stream().noneMatch(node -> node.label().equals(label))) {
        continue;
      }
      Map<String, String> more = with(label, reason);
      Plan next = planner.apply(more);
      Candidate again = new Candidate(label, gain(next));
      if (!(again.gain() > 0) || prediction.floatShare(next) > bound.mostFloat()) {
        continue;
      }
      if (queue.isEmpty() || BEST.compare(again, queue.peek()) <= 0) {
        if (again.gain() * prediction.cost() < bound.leastYield() * prediction.noise(plan)) {
          return false;
        }
        kept.put(label, reason);
        chosen.add(label);
        plan = next;
        return true;
      }
      queue.add(again);
    }
    return false;
  }

  private Map<String, String> with(String label, String reason) {
    Map<String, String> more = new LinkedHashMap<>(kept);
    more.put(label, reason);
    return more;
  }

  /** The noise that is saved for each nanosecond or multiply-add that the choice costs. */
  private double gain(Plan next) {
    double saved = prediction.noise(plan) - prediction.noise(next);
    return saved / Math.max(1, prediction.cost(next) - prediction.cost(plan));
  }
}
