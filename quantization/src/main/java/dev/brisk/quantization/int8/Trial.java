package dev.brisk.quantization.int8;

import dev.brisk.CompileOptions;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.internal.race.Pace;
import dev.brisk.internal.race.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Forms of a model that ran beside the float model, with one thread and with as many as the
 * accelerator takes by default.
 *
 * <p>A form is fast enough if it is with either. Of these, the one with the fewest nodes in float
 * wins unless another is clearly faster; one with less than nine tenths of the multiply-adds in
 * int8 must save a fifth of the time to win over one with more.
 */
final class Trial {
  /** What is within this is the same speed. */
  private static final double SAME = 1.01;

  /** So much must be saved by leaving more nodes in float. */
  private static final double WORTH = 0.97;

  /** So much must be saved by leaving most of a model no longer in int8. */
  private static final double WORTH_MUCH = 0.8;

  /** The share of the multiply-adds that is most of a model. */
  static final double MOST_OF_IT = 0.9;

  private static final Race.Rules RULES =
      new Race.Rules(Duration.ofMillis(1500), Duration.ofSeconds(10), SAME, 0.03);

  private static final List<CompileOptions> THREADS =
      List.of(CompileOptions.defaults().threads(1), CompileOptions.defaults());

  /** A form that has not lost yet, and how much longer than the float model it took. */
  private record Runner(Candidate candidate, List<Pace> paces, List<Pace.Ratio> ratios) {
    boolean isFastEnough() {
      return ratios.stream().allMatch(RULES::isFastEnough);
    }

    boolean isMostlyInt8() {
      return candidate.share() >= MOST_OF_IT;
    }

    /** Whether it is clearly faster than another with fewer nodes in float, and nowhere slower. */
    boolean isWorthMoreThan(Runner other) {
      double worth = other.isMostlyInt8() && !isMostlyInt8() ? WORTH_MUCH : WORTH;
      boolean somewhere = false;
      for (int i = 0; i < paces.size(); i++) {
        Pace.Ratio ratio = paces.get(i).over(other.paces.get(i));
        if (ratio.median() > SAME) {
          return false;
        }
        somewhere |= ratio.median() < worth && ratio.high() < 1;
      }
      return somewhere;
    }
  }

  private final Model floats;
  private final Map<String, Tensor> inputs;
  private final QuantizationOptions options;
  private final List<String> findings = new ArrayList<>();
  private List<Runner> runners;
  private String loss = "";

  private Trial(
      Model floats,
      List<Candidate> candidates,
      Map<String, Tensor> inputs,
      QuantizationOptions options) {
    this.floats = floats;
    this.inputs = inputs;
    this.options = options;
    this.runners = candidates.stream().map(each -> new Runner(each, List.of(), List.of())).toList();
  }

  /** Lets forms of a model run beside the float model. */
  static Trial of(
      Model floats,
      List<Candidate> candidates,
      Map<String, Tensor> inputs,
      QuantizationOptions options) {
    Trial trial = new Trial(floats, candidates, inputs, options);
    for (CompileOptions threads : THREADS) {
      trial.race(threads);
    }
    return trial;
  }

  /** Those that are not slower than the float model go on. */
  private void race(CompileOptions threads) {
    if (runners.isEmpty()) {
      return;
    }
    List<Model> models = new ArrayList<>(List.of(floats));
    runners.forEach(runner -> models.add(runner.candidate.model()));
    List<Pace> paces =
        Race.run(models, inputs, options.accelerator(), threads, RULES, options.progress());
    List<Runner> after = new ArrayList<>();
    for (int i = 0; i < runners.size(); i++) {
      after.add(with(runners.get(i), paces.get(i + 1), paces.get(0)));
    }
    findings.add(finding(after, paces.get(0), threads));
    List<Runner> left = after.stream().filter(Runner::isFastEnough).toList();
    if (left.isEmpty()) {
      loss = loss(after, paces.get(0));
    }
    runners = left;
  }

  private static Runner with(Runner runner, Pace pace, Pace floats) {
    List<Pace> paces = new ArrayList<>(runner.paces);
    paces.add(pace);
    List<Pace.Ratio> ratios = new ArrayList<>(runner.ratios);
    ratios.add(pace.over(floats));
    return new Runner(runner.candidate, paces, ratios);
  }

  /** The form to return, if any. */
  Optional<Candidate> winner() {
    List<Runner> order = new ArrayList<>(runners);
    order.sort(Comparator.comparingInt(runner -> runner.candidate.kept().size()));
    Runner best = null;
    for (Runner runner : order) {
      if (best == null || runner.isWorthMoreThan(best)) {
        best = runner;
      }
    }
    return Optional.ofNullable(best).map(Runner::candidate);
  }

  /** Sentences on what was measured. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /** Why there is no winner. */
  String loss() {
    return loss;
  }

  private static String finding(List<Runner> runners, Pace floats, CompileOptions threads) {
    StringBuilder text = new StringBuilder("A run ");
    text.append(threads.threads().isPresent() ? "with one thread" : "by default").append(" took ");
    text.append(ms(floats)).append(" in float32");
    for (Runner runner : runners) {
      int last = runner.paces.size() - 1;
      Pace.Ratio ratio = runner.ratios.get(last);
      text.append(", ").append(ms(runner.paces.get(last)));
      text.append(" in ").append(runner.candidate.title());
      text.append(
          String.format(
              Locale.ROOT,
              " (%.2f x the time, %.2f to %.2f)",
              ratio.median(),
              ratio.low(),
              ratio.high()));
    }
    return text.toString();
  }

  /** That of the fastest form that lost. */
  private static String loss(List<Runner> runners, Pace floats) {
    int last = runners.get(0).paces.size() - 1;
    Runner best =
        runners.stream()
            .min(Comparator.comparingDouble(runner -> runner.ratios.get(last).median()))
            .orElseThrow();
    return "a run took %s here in %s, %s in float32"
        .formatted(ms(best.paces.get(last)), best.candidate.title(), ms(floats));
  }

  private static String ms(Pace pace) {
    return String.format(Locale.ROOT, "%.3f ms", pace.millis());
  }
}
