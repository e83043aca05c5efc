package dev.brisk.quantization.int8;

import dev.brisk.Accelerator;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.quantization.prepare.Exclusions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a quantized model is not slower than the float model: measures the float model,
 * the one with all nodes in int8, and those with the islands in float that kernel times suggest,
 * against each other on the accelerator. Where none is as fast as the float model, that is
 * returned.
 */
final class SpeedGuard {
  /**
   * What was decided.
   *
   * @param kept why nodes stay float, by their labels
   * @param slower why the float model is to be returned, null if the quantized one is
   * @param findings sentences on what was measured
   * @param costs what nodes cost, null where that was not measured
   */
  record Decision(
      Map<String, String> kept,
      @Nullable String slower,
      List<String> findings,
      @Nullable KernelCosts costs) {
    /** Tells why the float model is returned. */
    QuantizationReport tell(QuantizationReport report) {
      return tell(report, Set.of(), Set.of());
    }

    /**
     * Tells of what was decided.
     *
     * @param base the labels of the nodes that stay float in any case
     * @param more the labels of those that the outputs need in float, besides
     */
    QuantizationReport tell(
        QuantizationReport report, Collection<String> base, Collection<String> more) {
      if (findings.isEmpty()) {
        return report;
      }
      Map<String, String> decisions = new TreeMap<>();
      Set<String> floats = new TreeSet<>(kept.keySet());
      if (costs != null && slower == null && !more.isEmpty()) {
        floats.addAll(more); // as they were chosen by times, too
        decisions.put(Settings.MIN_SQNR, "none");
      }
      floats.removeAll(base);
      decisions.put(Speed.SETTING, slower != null ? Speed.FLOATS : Speed.repeating(floats));
      return report.with(findings, decisions);
    }
  }

  private final Model original;
  private final Pipeline pipeline;
  private final QuantizationOptions options;
  private final Map<String, Tensor> inputs;

  private SpeedGuard(Model original, Pipeline pipeline, QuantizationOptions options) {
    this.original = original;
    this.pipeline = pipeline;
    this.options = options;
    this.inputs = inputs(original, pipeline);
  }

  /**
   * Decides on the form to return.
   *
   * @param base why nodes stay float in any case, by their labels
   */
  static Decision decide(
      Settings settings,
      Model original,
      Pipeline pipeline,
      Map<String, String> base,
      QuantizationOptions options) {
    if (!(settings.speed() instanceof Speed.Measured)) {
      return repeated(settings.speed(), original, pipeline, base);
    }
    String obstacle = obstacle(settings, original, options);
    if (obstacle != null) {
      return new Decision(base, null, List.of("Speed was not measured: " + obstacle), null);
    }
    SpeedGuard guard = new SpeedGuard(original, pipeline, options);
    SpeedMemory memory = SpeedMemory.of(original, guard.inputs, options, settings.decisions());
    Decision known = memory.recall();
    if (known != null) {
      known.kept().putAll(base);
      return known;
    }
    Decision decision = guard.measured(base);
    memory.keep(decision);
    return decision;
  }

  /** Why speed cannot be measured, null if it can. */
  private static @Nullable String obstacle(
      Settings settings, Model original, QuantizationOptions options) {
    Accelerator accelerator = options.accelerator();
    if (accelerator.isForResultsOnly()) {
      return "accelerator %s runs models for their results only".formatted(accelerator.name());
    } else if (settings.target() != Target.GENERIC) {
      return "the model is to run on %s".formatted(settings.target().key());
    }
    boolean text =
        original.inputs().stream().anyMatch(it -> it.elementType() == ElementType.STRING);
    return text ? "an input is text" : null;
  }

  /**
   * The decision when more nodes stay float than in the form that was measured: that form is
   * measured, too, and the float model returned where it is slower.
   *
   * @param decision what was decided before
   * @param last the form that is to be returned
   */
  static Decision confirmed(
      Settings settings,
      Model original,
      Pipeline pipeline,
      Decision decision,
      Quantized last,
      QuantizationOptions options) {
    Plan raced = pipeline.plan(decision.kept());
    boolean same = raced.forms().keySet().equals(last.plan().forms().keySet());
    if (same
        || !(settings.speed() instanceof Speed.Measured)
        || obstacle(settings, original, options) != null) {
      return decision;
    }
    SpeedGuard guard = new SpeedGuard(original, pipeline, options);
    Map<String, String> floats = new TreeMap<>();
    last.plan().kept().forEach((node, reason) -> floats.put(node.label(), reason));
    SpeedMemory memory =
        SpeedMemory.of(original, guard.inputs, options, settings.decisions())
            .ofForm("all in int8 but " + floats.keySet());
    Decision known = memory.recall();
    if (known == null) {
      known = guard.raced(new Candidate(floats, last.model(), last.plan(), 1, false), decision);
      memory.keep(known);
    }
    Set<String> findings = new LinkedHashSet<>(decision.findings());
    findings.addAll(known.findings());
    return new Decision(known.kept(), known.slower(), List.copyOf(findings), decision.costs());
  }

  /** What a race against the float model alone makes of a decision. */
  private Decision raced(Candidate last, Decision before) {
    Trial trial = Trial.of(original, List.of(last), inputs, options);
    List<String> findings = new ArrayList<>(trial.findings());
    if (trial.winner().isPresent()) {
      return new Decision(before.kept(), null, findings, null);
    }
    findings.add(
        "So the float model was left as it is: with the nodes in float that the outputs need,"
            + " int8 is slower.");
    return new Decision(before.kept(), trial.loss(), findings, null);
  }

  private static Decision repeated(
      Speed speed, Model original, Pipeline pipeline, Map<String, String> base) {
    if (speed instanceof Speed.Refused) {
      String reason = "int8 was slower when that was measured";
      return new Decision(base, reason, List.of(), null);
    } else if (speed instanceof Speed.Decided decided) {
      Exclusions.check(decided.kept().keySet(), original, pipeline.prepared());
      Map<String, String> kept = decided.kept();
      kept.putAll(base);
      return new Decision(kept, null, List.of(), null);
    }
    return new Decision(base, null, List.of(), null);
  }

  /** A sample that was kept, or zeros where none was. */
  private static Map<String, Tensor> inputs(Model model, Pipeline pipeline) {
    for (Map<String, Tensor> sample : pipeline.calibration().keptSamples()) {
      return sample;
    }
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    for (TensorSpec input : model.inputs()) {
      Shape shape = input.shape() == null ? Shape.scalar() : input.shape().withFree(1);
      zeros.put(input.name(), Tensor.allocate(input.elementType(), shape));
    }
    return zeros;
  }

  /**
   * Measures once more before int8 is given up: kernel times taken while the machine was busy with
   * something else may have shown no form that is faster where there is one.
   */
  private Decision measured(Map<String, String> base) {
    Decision first = attempted(base);
    return first.slower() == null ? first : attempted(base);
  }

  private Decision attempted(Map<String, String> base) {
    Suggestions suggestions = Suggestions.of(pipeline, base, inputs, options);
    Trial trial = Trial.of(original, suggestions.candidates(), inputs, options);
    List<String> findings = new ArrayList<>(trial.findings());
    Optional<Candidate> winner = trial.winner();
    if (winner.isEmpty()) {
      findings.add("So the float model was left as it is.");
      return new Decision(base, trial.loss(), findings, null);
    }
    return new Decision(winner.get().kept(), null, findings, suggestions.costs());
  }
}
