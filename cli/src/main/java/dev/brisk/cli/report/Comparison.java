package dev.brisk.cli.report;

import dev.brisk.cli.bench.Percentiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A float model and its quantized form, measured side by side.
 *
 * @param name what the model is called
 * @param candidates float and quantized in turn, for each number of threads
 * @param speedUp of the quantized model over the float one with the first number of threads
 * @param accuracy what became of the answers
 * @param layers what became of each layer, in the model's order
 * @param kernels where the quantized model's time goes; empty where the accelerator does not tell
 * @param warnings what the quantizer warns of
 * @param accelerator what ran the models, in a sentence
 */
public record Comparison(
    String name,
    List<Candidate> candidates,
    Percentiles speedUp,
    Accuracy accuracy,
    List<LayerError> layers,
    Optional<KernelShares> kernels,
    List<String> warnings,
    String accelerator) {
  private static final double MOST_LOSS = 0.5;

  public Comparison {
    candidates = List.copyOf(candidates);
    layers = List.copyOf(layers);
    warnings = List.copyOf(warnings);
  }

  /** The float model with the first number of threads. */
  public Candidate before() {
    return candidates.get(0);
  }

  /** The quantized model with the first number of threads. */
  public Candidate after() {
    return candidates.get(1);
  }

  /** Those that no other one beats in both speed and accuracy, the fastest first. */
  public List<Candidate> front() {
    return candidates.stream()
        .filter(one -> candidates.stream().noneMatch(other -> other.dominates(one)))
        .sorted(Comparator.comparingDouble(Candidate::p50Ms))
        .toList();
  }

  /** The fastest that loses no more than half a point. */
  public Candidate best() {
    return candidates.stream()
        .filter(one -> before().value() - one.value() <= MOST_LOSS)
        .min(Comparator.comparingDouble(Candidate::p50Ms))
        .orElse(before());
  }

  private static String threads(Candidate candidate) {
    return candidate.threads() == 1 ? "one thread" : candidate.threads() + " threads";
  }

  /** Sentences on what was chosen and why. */
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    Candidate best = best();
    reasons.add(
        "%s on %s is the fastest of %d measured that loses no more than %s points"
            .formatted(best.precision(), threads(best), candidates.size(), MOST_LOSS));
    reasons.add(
        String.format(
            Locale.ROOT,
            "int8 is %.2f x as fast as float32 on %s (quartiles of the paired rounds %.2f to %.2f)",
            speedUp.at(50),
            threads(before()),
            speedUp.at(25),
            speedUp.at(75)));
    reasons.add(
        "Both models give the same answer on %d of %d samples"
            .formatted(accuracy.agreed(), accuracy.samples()));
    kernels.ifPresent(
        shares ->
            reasons.add(
                "%d convolutions and matrix products run as fused integer kernels, %d on floats"
                    .formatted(shares.layers(), shares.floatLayers())));
    layers.stream()
        .filter(layer -> !layer.reason().isEmpty() && layer.share() > 0)
        .forEach(layer -> reasons.add(layer.node() + " stays in float: " + layer.reason()));
    reasons.addAll(warnings);
    return reasons;
  }
}
