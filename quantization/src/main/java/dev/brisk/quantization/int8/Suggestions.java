package dev.brisk.quantization.int8;

import dev.brisk.CompileOptions;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.internal.race.Pace;
import dev.brisk.internal.race.Race;
import dev.brisk.op.Costs;
import dev.brisk.op.ShapeInference;
import dev.brisk.quantization.speed.NodeTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Forms of a model that kernel times suggest: all that can be in int8, that of the least time, one
 * each that would have the least if int8 took a fifth more or less than was measured, and the
 * fastest that still has nine tenths of the multiply-adds in int8.
 */
final class Suggestions {
  private static final int PROFILES = 3;
  private static final int MOST_RUNS = 60;
  private static final int LEAST_RUNS = 3;
  private static final double PROFILE_SECONDS = 0.1;

  /** How far the times of kernels alone may be off from what they take in the model. */
  private static final double DOUBT = 1.2;

  /** Halvings of the price at which few enough multiply-adds stay float. */
  private static final int HALVINGS = 12;

  private static final CompileOptions ONE = CompileOptions.defaults().threads(1);

  private final Pipeline pipeline;
  private final Map<String, String> base;
  private final Map<String, Tensor> inputs;
  private final QuantizationOptions options;
  private final Map<Node, Long> macs;
  private final List<Candidate> candidates = new ArrayList<>();
  private @Nullable KernelCosts costs;

  private Suggestions(
      Pipeline pipeline,
      Map<String, String> base,
      Map<String, Tensor> inputs,
      QuantizationOptions options) {
    this.pipeline = pipeline;
    this.base = base;
    this.inputs = inputs;
    this.options = options;
    this.macs = Costs.macs(pipeline.prepared(), Map.of());
  }

  /**
   * The forms of a model; only the whole one where kernels cannot be timed.
   *
   * @param base why nodes stay float in any case, by their labels
   */
  static Suggestions of(
      Pipeline pipeline,
      Map<String, String> base,
      Map<String, Tensor> inputs,
      QuantizationOptions options) {
    Suggestions suggestions = new Suggestions(pipeline, base, inputs, options);
    suggestions.candidates.add(suggestions.draft(base));
    try {
      suggestions.addIslands();
    } catch (UnsupportedOperationException e) {
      options.progress().update("measuring speed", 0, 0);
    }
    return suggestions;
  }

  /** The forms, each other than the others, that with the most nodes in int8 first. */
  List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  /** What nodes cost, null where kernels cannot be timed. */
  @Nullable KernelCosts costs() {
    return costs;
  }

  /** What a form is like that keeps some nodes float. */
  Candidate draft(Map<String, String> kept) {
    Quantized draft = pipeline.draft(kept);
    Plan plan = draft.plan();
    return new Candidate(kept, draft.model(), plan, share(plan), kept.size() == base.size());
  }

  private double share(Plan plan) {
    double all = macs.values().stream().mapToLong(Long::longValue).sum();
    double coded =
        macs.entrySet().stream()
            .filter(entry -> plan.forms().containsKey(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return all == 0 ? 0 : coded / all;
  }

  private void addIslands() {
    Candidate whole = candidates.get(0);
    Model prepared = pipeline.prepared();
    int runs = runs(prepared);
    NodeTimes floats = new NodeTimes(prepared);
    NodeTimes codes = new NodeTimes(whole.model());
    for (int i = 0; i < PROFILES; i++) {
      floats.measure(options.accelerator(), inputs, runs, ONE);
      codes.measure(options.accelerator(), inputs, runs, ONE);
    }
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Islands islands =
        new Islands(
            whole.plan(),
            ShapeInference.infer(prepared, shapes),
            macs,
            floats,
            whole.model(),
            codes);
    Candidate first = cut(islands, 1, 0);
    if (first.plan().forms().size() < whole.plan().forms().size()
        && !first.plan().forms().isEmpty()) {
      add(first);
      learn(islands, first, runs);
    }
    add(cut(islands, 1 / DOUBT, 0));
    Candidate least = cut(islands, 1, 0);
    add(least);
    add(cut(islands, DOUBT, 0));
    if (least.share() < Trial.MOST_OF_IT) {
      addMostOfIt(islands);
    }
    costs = islands.costs();
  }

  private void learn(Islands islands, Candidate form, int runs) {
    NodeTimes times = new NodeTimes(form.model());
    for (int i = 0; i < PROFILES; i++) {
      times.measure(options.accelerator(), inputs, runs, ONE);
    }
    islands.learn(form.model(), times);
  }

  /**
   * Adds the form of the least time among those with most multiply-adds in int8, or one near it.
   */
  private void addMostOfIt(Islands islands) {
    double all = Math.max(1, macs.values().stream().mapToLong(Long::longValue).sum());
    double high = Math.max(1, islands.costs().whole()) * HALVINGS / all;
    double low = 0;
    Map<String, String> best = null;
    for (int i = 0; i < HALVINGS; i++) {
      double price = (low + high) / 2;
      Map<String, String> kept = kept(islands, 1, price);
      if (share(pipeline.plan(kept)) >= Trial.MOST_OF_IT) {
        best = kept;
        high = price;
      } else {
        low = price;
      }
    }
    if (best != null) {
      add(draft(best));
    }
  }

  private Candidate cut(Islands islands, double caution, double nanosPerMac) {
    return draft(kept(islands, caution, nanosPerMac));
  }

  private Map<String, String> kept(Islands islands, double caution, double nanosPerMac) {
    Map<String, String> kept = new TreeMap<>(islands.cheapest(caution, nanosPerMac));
    kept.putAll(base);
    return kept;
  }

  private void add(Candidate candidate) {
    if (!candidate.plan().forms().isEmpty()
        && candidates.stream().noneMatch(it -> it.isLike(candidate))) {
      candidates.add(candidate);
    }
  }

  private int runs(Model prepared) {
    Race.Rules briefly = new Race.Rules(Duration.ofMillis(1), Duration.ofMillis(1), 1, 1);
    List<Pace> pace =
        Race.run(
            List.of(prepared), inputs, options.accelerator(), ONE, briefly, options.progress());
    double runs = PROFILE_SECONDS * 1e3 / pace.get(0).millis();
    return (int) Math.max(LEAST_RUNS, Math.min(MOST_RUNS, runs));
  }
}
