package dev.brisk.internal.optimize;

import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.Objective;
import dev.brisk.Optimization;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.Optimization.Speed;
import dev.brisk.Progress;
import dev.brisk.Quantizer;
import dev.brisk.Recipe;
import dev.brisk.Sensitivity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Narrows the candidates down by successive halving: measures that cost little come first, and what
 * is left shares more and more time. (K. Jamieson, A. Talwalkar, Non-stochastic Best Arm
 * Identification and Hyperparameter Optimization, AISTATS 2016.)
 *
 * <p>It can end at any time: each form is measured beside the float model and, where it is the
 * fastest so far, scored before the next one is made.
 */
public final class Search {
  /** Forms are made until so large a share of the search time has passed. */
  private static final double MAKING = 0.7;

  private static final double SCORING = 0.85;
  private static final double ALL = 1;

  /** So much slower than the float model, nothing is looked at any further. */
  private static final double SLOWER = 0.98;

  private static final int AT_ONCE = 6;
  private static final int LAST = 3;
  private static final long SCREENING_NANOS = 250_000_000;
  private static final long MOST_HEAT_NANOS = 15_000_000_000L;
  private static final double HEAT_SHARE = 0.05;
  private static final double SAME_NOISE_DECIBELS = 1;

  private static final String CANCELLED = "It was cancelled";

  private final Request request;
  private final Watch watch;
  private final List<Entrant> entrants = new ArrayList<>();
  private final Map<Quantizer, Form> firsts = new HashMap<>();

  /** Those for which a form in more than one precision keeps to the loss allowed. */
  private final Set<Quantizer> mixed = new HashSet<>();

  private final Store store;
  private final Forge forge;
  private final Form floats;
  private final Entrant baseline;
  private final Space space;
  private final Verdict verdict;
  private Optional<Sensitivity> sensitivity = Optional.empty();

  public Search(Request request, Progress progress) {
    this.request = request;
    this.watch = new Watch(progress, request.clock(), request.searchTime());
    this.store = new Store(request.cache());
    this.forge = new Forge(request, watch, store);
    this.floats = Form.floats(request.model());
    this.space = new Space(request);
    this.baseline = space.baseline(floats);
    this.verdict = new Verdict(request.bounds(), baseline);
  }

  /** Searches. */
  public Optimization run() {
    watch.until(Double.POSITIVE_INFINITY);
    watch.stage("measuring float32");
    Optional<String> stopped;
    try (Probe probe = new Probe(request, watch)) {
      stopped = searched(probe);
    }
    if (Thread.interrupted() && stopped.isEmpty()) { // so that the caller can save what was found
      stopped = Optional.of(CANCELLED);
    }
    return verdict.optimization(entrants, sensitivity, stopped, Duration.ofNanos(watch.nanos()));
  }

  /** Why the search ended early, if it did. */
  private Optional<String> searched(Probe probe) {
    Judge judge = new Judge(request, watch, probe, store);
    enter(floats, probe);
    try {
      judge.judge(floats, baseline.accelerator());
      search(probe, judge);
      return Optional.empty();
    } catch (CancelledException e) {
      dropUntried();
      return Optional.of(watch.isOver() ? timeOver() : CANCELLED);
    }
  }

  private void dropUntried() {
    for (Quantizer quantizer : request.quantizers()) {
      for (Recipe recipe : quantizer.recipes()) {
        if (entrants.stream().noneMatch(it -> it.form().name().equals(recipe.name()))) {
          drop(quantizer, recipe, "The search ended before it was tried");
        }
      }
    }
  }

  private String timeOver() {
    return "The search time of %s was over".formatted(text(request.searchTime()));
  }

  private static String text(Duration time) {
    return time.toSeconds() >= 600
        ? time.toMinutes() + " minutes"
        : String.format(Locale.ROOT, "%.3g seconds", time.toNanos() / 1e9);
  }

  private void search(Probe probe, Judge judge) {
    List<Quantizer> quantizers = request.quantizers();
    for (Quantizer quantizer : quantizers) {
      for (Recipe recipe : quantizer.recipes()) {
        if (recipe.decibels().isEmpty()) {
          attempt(quantizer, recipe, List.of(), probe, judge);
        }
      }
    }
    for (Quantizer quantizer : quantizers) {
      mix(quantizer, probe, judge);
      tighten(quantizer, probe, judge);
    }
    narrow(judge);
    race(probe);
  }

  /** Makes a form and, unless it is of no use, measures it. */
  private void attempt(
      Quantizer quantizer, Recipe recipe, List<String> excluded, Probe probe, Judge judge) {
    try {
      limit(MAKING);
      Form form = forge.make(quantizer, recipe, excluded);
      firsts.putIfAbsent(quantizer, form);
      look(form, probe, judge);
    } catch (CancelledException e) {
      if (!watch.isOver()) {
        throw e;
      }
      drop(quantizer, recipe, "There was too little search time left for it");
    } catch (BriskException | UnsupportedOperationException e) {
      drop(quantizer, recipe, "It could not be made: " + e.getMessage());
    }
  }

  private void limit(double share) {
    watch.until(request.exhaustive() ? Double.POSITIVE_INFINITY : share);
  }

  private void drop(Quantizer quantizer, Recipe recipe, String reason) {
    boolean entered =
        entrants.stream().anyMatch(entrant -> entrant.form().name().equals(recipe.name()));
    if (entered) {
      entrants.stream()
          .filter(entrant -> entrant.form().name().equals(recipe.name()))
          .filter(entrant -> entrant.speed() == null || entrant.accuracy() == null)
          .forEach(entrant -> entrant.drop(reason));
    } else {
      entrants.add(Entrant.unmade(recipe.name(), quantizer.name(), baseline, reason));
    }
  }

  private void look(Form form, Probe probe, Judge judge) {
    String useless = useless(form);
    if (useless.isEmpty()) {
      watch.stage("comparing " + form.name());
      form.decibels(probe.decibels(form.model(), baseline.accelerator(), watch));
      useless = form.decibels() >= 0 ? "" : "Its outputs have little to do with the float model's";
    }
    if (!useless.isEmpty()) {
      Entrant entrant = new Entrant(form, baseline.accelerator(), baseline.tuning());
      entrant.drop(useless);
      entrants.add(entrant);
      return;
    }
    List<Entrant> alive = enter(form, probe);
    alive.sort(verdict.order());
    if (!alive.isEmpty() && (request.exhaustive() || verdict.isAhead(alive.get(0), entrants))) {
      judge(alive, judge);
    }
  }

  private String useless(Form form) {
    OptionalLong most = request.bounds().maxBytes();
    for (Entrant other : entrants) {
      if (!other.isUnmade() && other.form().fingerprint() == form.fingerprint()) {
        return "It is the same model as " + other.form().name();
      }
    }
    if (!form.useless().isEmpty()) {
      return form.useless();
    }
    if (most.isPresent() && form.bytes() > most.getAsLong()) {
      return "It takes %d bytes, more than %d".formatted(form.bytes(), most.getAsLong());
    }
    return "";
  }

  /** Measures a form in all ways beside the baseline; gives those that are worth going on with. */
  private List<Entrant> enter(Form form, Probe probe) {
    List<Entrant> all = space.entrants(form);
    if (form.isFloat()) {
      all.replaceAll(entrant -> entrant.tuning().equals(baseline.tuning()) ? baseline : entrant);
    }
    entrants.addAll(all);
    watch.stage("measuring " + form.name());
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      List<Entrant> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
      Heat.run(request, watch, probe.first(), baseline, some, SCREENING_NANOS * some.size());
    }
    if (request.bounds().objective() != Objective.SIZE && !request.exhaustive()) {
      all.forEach(this::dropIfSlow);
    }
    List<Entrant> alive = new ArrayList<>(all);
    alive.removeIf(entrant -> !entrant.isAlive());
    return alive;
  }

  private void dropIfSlow(Entrant entrant) {
    Speed speed = entrant.speed();
    if (entrant != baseline && speed != null && speed.speedUpHigh() < 1) {
      if (speed.speedUp() < SLOWER * Verdict.comparable(entrant, baseline)
          && !verdict.isNeeded(entrant)) {
        entrant.drop(
            String.format(
                Locale.ROOT,
                "It is slower than the float model: %.2f x as fast (%.2f to %.2f)",
                speed.speedUp(),
                speed.speedUpLow(),
                speed.speedUpHigh()));
      }
    }
  }

  /** Scores the form that some entrants run, and drops them all if it loses too much. */
  private void judge(List<Entrant> some, Judge judge) {
    limit(SCORING);
    for (Entrant entrant : some) {
      try {
        Accuracy accuracy = judge.judge(entrant.form(), entrant.accelerator());
        if (accuracy.loss() > request.bounds().maxLoss()) {
          entrant.drop(verdict.loses(accuracy));
        }
      } catch (CancelledException e) {
        throw e;
      } catch (BriskException e) {
        entrant.drop("It cannot be scored: " + e.getMessage());
      }
    }
  }

  /** Where the forms of a quantizer lose too much, tries those that see to less noise. */
  private void tighten(Quantizer quantizer, Probe probe, Judge judge) {
    Form first = firsts.get(quantizer);
    List<Recipe> recipes =
        quantizer.recipes().stream()
            .filter(recipe -> recipe.decibels().isPresent())
            .sorted(Comparator.comparingDouble(recipe -> recipe.decibels().getAsDouble()))
            .toList();
    for (Recipe recipe : recipes) {
      if (first == null || Double.isNaN(first.decibels())) {
        drop(quantizer, recipe, "What it is to better was dropped before");
      } else if (recipe.decibels().getAsDouble() < first.decibels() + SAME_NOISE_DECIBELS) {
        drop(quantizer, recipe, "The outputs of %s are as near".formatted(first.name()));
      } else if (!request.exhaustive()
          && (mixed.contains(quantizer)
              || verdict.fastestThatLost(entrants, quantizer.name()).isEmpty())) {
        drop(quantizer, recipe, "What is faster keeps to the loss allowed");
      } else {
        attempt(quantizer, recipe, List.of(), probe, judge);
        if (keepsToTheLoss(recipe.name())) {
          mixed.add(quantizer);
        }
      }
    }
  }

  /**
   * Where the forms of a quantizer lose too much, leaves those nodes of the fastest as they are
   * that do most harm: twice as many each time, until one form keeps to the loss allowed.
   */
  private void mix(Quantizer quantizer, Probe probe, Judge judge) {
    Optional<Recipe> lossy =
        verdict
            .fastestThatLost(entrants, quantizer.name())
            .flatMap(entrant -> recipe(quantizer, entrant.form().name()));
    if (lossy.isEmpty()) {
      return;
    }
    List<String> worst = worst(quantizer);
    for (int count = 1; count <= worst.size() / 2; count *= 2) {
      List<String> excluded = worst.subList(0, count);
      String name = "%s-but-%d".formatted(lossy.get().name(), count);
      Recipe recipe = Recipe.of(name, lossy.get().settings());
      attempt(quantizer, recipe, excluded, probe, judge);
      if (!request.exhaustive() && keepsToTheLoss(name)) {
        mixed.add(quantizer);
        return;
      }
    }
  }

  private static Optional<Recipe> recipe(Quantizer quantizer, String name) {
    return quantizer.recipes().stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }

  private boolean keepsToTheLoss(String name) {
    return entrants.stream()
        .filter(entrant -> entrant.form().name().equals(name) && entrant.isAlive())
        .anyMatch(entrant -> entrant.accuracy() != null);
  }

  private List<String> worst(Quantizer quantizer) {
    try {
      limit(MAKING);
      Sensitivity measured = forge.sensitivity(quantizer);
      sensitivity = Optional.of(measured);
      return measured.nodes().stream().map(Sensitivity.Part::name).toList();
    } catch (CancelledException e) {
      if (!watch.isOver()) {
        throw e;
      }
    } catch (BriskException | UnsupportedOperationException e) {
      watch.stage("mixing without sensitivities");
    }
    return List.of();
  }

  /** Scores what is left in the order of the objective, but what is clearly behind another. */
  private void narrow(Judge judge) {
    limit(SCORING);
    List<Entrant> alive = alive();
    Entrant found = null;
    for (Entrant entrant : alive) {
      if (entrant.accuracy() == null && found != null && verdict.isClearlyBehind(entrant, found)) {
        entrant.drop(verdict.behind(entrant, found));
      } else if (entrant.accuracy() == null && entrant.isAlive()) {
        judge(alive.stream().filter(it -> it.form() == entrant.form()).toList(), judge);
      }
      if (found == null && entrant.isAlive() && !request.exhaustive() && !verdict.boundsTimes()) {
        found = entrant;
      }
    }
  }

  private List<Entrant> alive() {
    return entrants.stream().filter(Entrant::isAlive).sorted(verdict.order()).toList();
  }

  /**
   * Lets what is left race, then the better half of it, and so on until few are left: which number
   * of threads is the best can change from second to second, so that heats are long.
   */
  private void race(Probe probe) {
    limit(ALL);
    watch.stage("racing the best");
    List<Entrant> finalists = alive();
    heat(finalists, probe);
    while (finalists.size() > LAST && !request.exhaustive()) {
      finalists = foremost(finalists, Math.max(LAST, finalists.size() / 2));
      heat(finalists, probe);
    }
  }

  /** Drops all but so many. */
  private List<Entrant> foremost(List<Entrant> entrants, int most) {
    List<Entrant> sorted = entrants.stream().sorted(verdict.chances()).toList();
    for (Entrant entrant : sorted.subList(most, sorted.size())) {
      if (entrant != baseline) {
        entrant.drop(verdict.behind(entrant, sorted.get(0)));
      }
    }
    return sorted.subList(0, most);
  }

  private void heat(List<Entrant> finalists, Probe probe) {
    long nanos = Math.min(MOST_HEAT_NANOS, (long) (request.searchTime().toNanos() * HEAT_SHARE));
    Heat.run(
        request,
        watch,
        probe.first(),
        baseline,
        finalists,
        request.exhaustive()
            ? nanos * Math.max(1, finalists.size() / LAST)
            : Math.min(nanos, Math.max(0, watch.left(ALL) / 2)));
  }
}
