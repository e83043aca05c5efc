package dev.brisk.quantization.int8;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.internal.race.Pace;
import dev.brisk.internal.race.Race;
import dev.brisk.op.ShapeInference;
import dev.brisk.quantization.prepare.Exclusions;
import dev.brisk.quantization.speed.NodeTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a quantized model is not slower than the float model: measures the float model,
 * the one with all nodes in int8, and those with the islands in float that kernel times suggest,
 * against each other on the accelerator, with one thread and with as many as it takes by default.
 *
 * <p>Of the forms that are not slower than the float model, the one with the most nodes in int8
 * wins unless another is clearly faster. Where all are slower, the float model does.
 */
final class SpeedGuard {
  /** What is within this is the same speed. */
  private static final double SAME = 1.02;

  /** So much must be saved by leaving more nodes in float. */
  private static final double WORTH = 0.97;

  private static final Duration BUDGET = Duration.ofMillis(1500);
  private static final int PROFILES = 3;
  private static final int MOST_RUNS = 60;
  private static final int LEAST_RUNS = 3;
  private static final double PROFILE_SECONDS = 0.1;

  /**
   * What was decided.
   *
   * @param kept why nodes stay float, by their labels
   * @param slower why the float model is to be returned, null if the quantized one is
   * @param findings sentences on what was measured
   */
  record Decision(Map<String, String> kept, @Nullable String slower, List<String> findings) {
    /**
     * Tells of what was decided.
     *
     * @param base the labels of the nodes that stay float in any case
     */
    QuantizationReport tell(QuantizationReport report, Collection<String> base) {
      return findings.isEmpty()
          ? report
          : report.with(findings, Map.of(Speed.SETTING, Speed.repeating(this, base)));
    }
  }

  /** A form of the model that may be returned. */
  private record Candidate(Map<String, String> kept, Model model, Plan plan) {
    String title(Map<String, String> base) {
      int more = plan.kept().size();
      return kept.size() == base.size()
          ? "int8"
          : "int8 but for %d nodes in float32".formatted(more);
    }
  }

  private final Model original;
  private final Pipeline pipeline;
  private final Accelerator accelerator;
  private final QuantizationOptions options;
  private final Map<String, Tensor> inputs;

  private SpeedGuard(Model original, Pipeline pipeline, QuantizationOptions options) {
    this.original = original;
    this.pipeline = pipeline;
    this.accelerator = options.accelerator();
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
      return new Decision(base, null, List.of("Speed was not measured: " + obstacle));
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
      Candidate candidate = new Candidate(floats, last.model(), last.plan());
      known = guard.raced(candidate, decision);
      memory.keep(known);
    }
    Set<String> findings = new LinkedHashSet<>(decision.findings());
    findings.addAll(known.findings());
    return new Decision(known.kept(), known.slower(), List.copyOf(findings));
  }

  /** What a race against the float model alone makes of a decision. */
  private Decision raced(Candidate last, Decision before) {
    List<List<Pace>> races = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (CompileOptions threads : threads()) {
      List<Pace> paces = race(List.of(last), threads);
      races.add(paces);
      findings.add(finding(paces, List.of(last), Map.of(), threads));
    }
    String slower = best(List.of(last), races) < 0 ? slower(races) : null;
    if (slower != null) {
      findings.add(
          "So the float model was left as it is: with the nodes in float that the outputs need,"
              + " int8 is slower.");
    }
    return new Decision(before.kept(), slower, findings);
  }

  private static List<CompileOptions> threads() {
    return List.of(CompileOptions.defaults().threads(1), CompileOptions.defaults());
  }

  private static Decision repeated(
      Speed speed, Model original, Pipeline pipeline, Map<String, String> base) {
    if (speed instanceof Speed.Refused) {
      String reason = "int8 was slower when that was measured";
      return new Decision(base, reason, List.of());
    } else if (speed instanceof Speed.Decided decided) {
      Exclusions.check(decided.kept().keySet(), original, pipeline.prepared());
      Map<String, String> kept = decided.kept();
      kept.putAll(base);
      return new Decision(kept, null, List.of());
    }
    return new Decision(base, null, List.of());
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
    List<Candidate> candidates = new ArrayList<>(List.of(draft(base)));
    try {
      addIslands(candidates, base);
    } catch (UnsupportedOperationException e) {
      options.progress().update("measuring speed", 0, 0);
    }
    List<String> findings = new ArrayList<>();
    List<List<Pace>> races = new ArrayList<>();
    for (CompileOptions threads : threads()) {
      List<Pace> paces = race(candidates, threads);
      races.add(paces);
      findings.add(finding(paces, candidates, base, threads));
    }
    int best = best(candidates, races);
    if (best < 0) {
      String slower = slower(races);
      findings.add("So the float model was left as it is.");
      return new Decision(base, slower, findings);
    }
    return new Decision(candidates.get(best).kept, null, findings);
  }

  private Candidate draft(Map<String, String> kept) {
    Quantized draft = pipeline.draft(kept);
    return new Candidate(kept, draft.model(), draft.plan());
  }

  private void addIslands(List<Candidate> candidates, Map<String, String> base) {
    CompileOptions one = CompileOptions.defaults().threads(1);
    Candidate whole = candidates.get(0);
    Model prepared = pipeline.prepared();
    int runs = runs(prepared, one);
    NodeTimes floats = new NodeTimes(prepared);
    NodeTimes codes = new NodeTimes(whole.model);
    for (int i = 0; i < PROFILES; i++) {
      floats.measure(accelerator, inputs, runs, one);
      codes.measure(accelerator, inputs, runs, one);
    }
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Islands islands =
        new Islands(whole.plan, ShapeInference.infer(prepared, shapes), floats, whole.model, codes);
    Candidate first = withIslands(islands, base);
    if (first.kept.size() == base.size()) {
      return;
    }
    candidates.add(first);
    NodeTimes times = new NodeTimes(first.model);
    for (int i = 0; i < PROFILES; i++) {
      times.measure(accelerator, inputs, runs, one);
    }
    islands.learn(first.model, times);
    Candidate second = withIslands(islands, base);
    if (second.kept.size() > base.size()
        && !second.kept.keySet().equals(first.kept.keySet())
        && !second.plan.forms().isEmpty()) {
      candidates.add(second);
    }
    candidates.removeIf(candidate -> candidate.plan.forms().isEmpty());
  }

  private Candidate withIslands(Islands islands, Map<String, String> base) {
    Map<String, String> kept = new TreeMap<>(islands.cheapest());
    kept.putAll(base);
    return draft(kept);
  }

  private int runs(Model prepared, CompileOptions threads) {
    List<Pace> pace =
        Race.run(
            List.of(prepared),
            inputs,
            accelerator,
            threads,
            Duration.ofMillis(1),
            options.progress());
    double runs = PROFILE_SECONDS * 1e3 / pace.get(0).millis();
    return (int) Math.max(LEAST_RUNS, Math.min(MOST_RUNS, runs));
  }

  /** The pace of the float model, then that of each candidate. */
  private List<Pace> race(List<Candidate> candidates, CompileOptions threads) {
    List<Model> models = new ArrayList<>(List.of(original));
    candidates.forEach(candidate -> models.add(candidate.model));
    return Race.run(models, inputs, accelerator, threads, BUDGET, options.progress());
  }

  /** The index of the form to return, or -1 for the float model. */
  private static int best(List<Candidate> candidates, List<List<Pace>> races) {
    int best = -1;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      order.add(i);
    }
    order.sort(
        (a, b) -> Integer.compare(candidates.get(a).kept.size(), candidates.get(b).kept.size()));
    for (int i : order) {
      int runner = i + 1;
      boolean slower = races.stream().anyMatch(race -> isSlower(race.get(runner), race.get(0)));
      if (!slower && (best < 0 || isWorth(races.get(0), runner, best + 1))) {
        best = i;
      }
    }
    return best;
  }

  private static boolean isSlower(Pace one, Pace other) {
    Pace.Ratio ratio = one.over(other);
    return ratio.median() > SAME && ratio.low() > 1;
  }

  private static boolean isWorth(List<Pace> race, int runner, int best) {
    Pace.Ratio ratio = race.get(runner).over(race.get(best));
    return ratio.median() < WORTH && ratio.high() < 1;
  }

  private static String finding(
      List<Pace> paces,
      List<Candidate> candidates,
      Map<String, String> base,
      CompileOptions threads) {
    StringBuilder text = new StringBuilder("A run ");
    text.append(threads.threads().isPresent() ? "with one thread" : "by default").append(" took ");
    text.append(ms(paces.get(0))).append(" in float32");
    for (int i = 0; i < candidates.size(); i++) {
      text.append(", ").append(ms(paces.get(i + 1))).append(" in ");
      text.append(candidates.get(i).title(base)).append(ratio(paces.get(i + 1), paces.get(0)));
    }
    return text.toString();
  }

  private static String slower(List<List<Pace>> races) {
    for (List<Pace> race : races) {
      if (isSlower(race.get(1), race.get(0))) {
        return "a run took %s here in int8, %s in float32"
            .formatted(ms(race.get(1)), ms(race.get(0)));
      }
    }
    return "no form in int8 was as fast here with one thread and by default";
  }

  private static String ms(Pace pace) {
    return String.format(Locale.ROOT, "%.3f ms", pace.millis());
  }

  private static String ratio(Pace pace, Pace floats) {
    Pace.Ratio ratio = pace.over(floats);
    return String.format(
        Locale.ROOT, " (%.2f x the time, %.2f to %.2f)", ratio.median(), ratio.low(), ratio.high());
  }
}
