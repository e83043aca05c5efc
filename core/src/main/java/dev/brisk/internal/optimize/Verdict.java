package dev.brisk.internal.optimize;

import dev.brisk.Objective;
import dev.brisk.Optimization;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.Optimization.Candidate;
import dev.brisk.Optimization.Speed;
import dev.brisk.Sensitivity;
import dev.brisk.TunedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is better than what, and what is good enough. */
final class Verdict {
  /** What is less than so much faster than the float model is not worth a change. */
  private static final double WORTH = 1.02;

  private static final double SHORT_TERM = 0.75;

  private final Request.Bounds bounds;
  private final Entrant baseline;

  Verdict(Request.Bounds bounds, Entrant baseline) {
    this.bounds = bounds;
    this.baseline = baseline;
  }

  /** The best first, by what the objective says. */
  Comparator<Entrant> order() {
    Comparator<Entrant> fastest = Comparator.comparingDouble(entrant -> -entrant.speedUp());
    return bounds.objective() == Objective.SIZE
        ? Comparator.<Entrant>comparingLong(entrant -> entrant.form().bytes())
            .thenComparing(fastest)
        : fastest;
  }

  /** Those first that seem to keep to the bounds on times, each part in order. */
  Comparator<Entrant> chances() {
    return Comparator.<Entrant, Boolean>comparing(entrant -> !breaksTimes(entrant).isEmpty())
        .thenComparing(order());
  }

  /** Whether an entrant, however long its runs take, may give the throughput that is asked for. */
  boolean isNeeded(Entrant entrant) {
    Speed speed = entrant.speed();
    Speed floats = baseline.speed();
    return bounds.minThroughput().isPresent()
        && speed != null
        && floats != null
        && floats.throughput() < bounds.minThroughput().getAsDouble()
        && speed.throughput() > floats.throughput();
  }

  /** Whether an entrant may be the best of those that were scored. */
  boolean isAhead(Entrant entrant, List<Entrant> others) {
    return others.stream()
        .filter(other -> other.isAlive() && other.accuracy() != null)
        .noneMatch(other -> isClearlyBehind(entrant, other));
  }

  /** Whether an entrant is behind another by more than what measurements differ by. */
  boolean isClearlyBehind(Entrant entrant, Entrant other) {
    Speed its = entrant.speed();
    Speed others = other.speed();
    if (bounds.objective() == Objective.SIZE || its == null || others == null) {
      return order().compare(entrant, other) > 0;
    }
    return its.speedUpHigh() < others.speedUpLow() * comparable(entrant, other);
  }

  /**
   * Which part of a difference short measurements tell: what other work on the machine takes from
   * one number of threads, and not from another, changes from second to second.
   */
  static double comparable(Entrant entrant, Entrant other) {
    return entrant.tuning().equals(other.tuning()) ? 1 : SHORT_TERM;
  }

  /** Whether there are bounds that the fastest may break and another keep. */
  boolean boundsTimes() {
    return bounds.p99Millis().isPresent() || bounds.minThroughput().isPresent();
  }

  /** The best of a quantizer's that lost too much and are ahead of all that did not. */
  Optional<Entrant> fastestThatLost(List<Entrant> entrants, String quantizer) {
    return entrants.stream()
        .filter(entrant -> entrant.form().quantizer().equals(quantizer) && tooLossy(entrant))
        .filter(entrant -> isAhead(entrant, entrants))
        .min(order());
  }

  private boolean tooLossy(Entrant entrant) {
    Accuracy accuracy = entrant.accuracy();
    return accuracy != null && accuracy.loss() > bounds.maxLoss();
  }

  String loses(Accuracy accuracy) {
    String uncertainty =
        Double.isNaN(accuracy.uncertainty())
            ? ""
            : String.format(Locale.ROOT, " (within %.3g)", accuracy.uncertainty());
    return String.format(
        Locale.ROOT,
        "It loses %.3g%s, more than %.3g",
        accuracy.loss(),
        uncertainty,
        bounds.maxLoss());
  }

  String behind(Entrant entrant, Entrant first) {
    if (!breaksTimes(entrant).isEmpty()) {
      return breaksTimes(entrant);
    } else if (bounds.objective() == Objective.SIZE) {
      return "It takes %d bytes, %s %d"
          .formatted(entrant.form().bytes(), first.title(), first.form().bytes());
    }
    return String.format(
        Locale.ROOT,
        "It is %.2f x as fast as the float model, %s is %.2f x",
        entrant.speedUp(),
        first.title(),
        first.speedUp());
  }

  /** What an entrant breaks of the bounds; empty if it keeps to them. */
  private String breaks(Entrant entrant) {
    Accuracy accuracy = entrant.accuracy();
    if (entrant.form() != baseline.form() && accuracy == null) {
      return "It was not scored";
    } else if (accuracy != null && accuracy.loss() > bounds.maxLoss()) {
      return loses(accuracy);
    } else if (bounds.maxBytes().isPresent()
        && entrant.form().bytes() > bounds.maxBytes().getAsLong()) {
      return "It takes %d bytes, more than %d"
          .formatted(entrant.form().bytes(), bounds.maxBytes().getAsLong());
    }
    return breaksTimes(entrant);
  }

  private String breaksTimes(Entrant entrant) {
    Speed speed = entrant.speed();
    if (speed == null) {
      return "It was not measured";
    } else if (bounds.p99Millis().isPresent()
        && speed.p99Millis() > bounds.p99Millis().getAsDouble()) {
      return String.format(
          Locale.ROOT,
          "Of its runs 99 of 100 took up to %.3g ms, more than %.3g ms",
          speed.p99Millis(),
          bounds.p99Millis().getAsDouble());
    } else if (bounds.minThroughput().isPresent()
        && speed.throughput() < bounds.minThroughput().getAsDouble()) {
      return String.format(
          Locale.ROOT,
          "It runs %.4g samples per second, fewer than %.4g",
          speed.throughput(),
          bounds.minThroughput().getAsDouble());
    }
    return "";
  }

  Optimization optimization(
      List<Entrant> entrants,
      Optional<Sensitivity> sensitivity,
      Optional<String> stopped,
      Duration took) {
    List<Entrant> good = new ArrayList<>();
    for (Entrant entrant : entrants) {
      if (entrant.isAlive() && !entrant.isUnmade()) {
        String broken = breaks(entrant);
        if (broken.isEmpty()) {
          good.add(entrant);
        } else {
          entrant.drop(broken);
        }
      }
    }
    good.sort(order());
    Entrant best = best(entrants, good);
    boolean isMet = breaks(best).isEmpty();
    List<Candidate> candidates =
        entrants.stream()
            .map(it -> it.candidate(it == best ? "It is the best" : behind(it, best)))
            .toList();
    return new Optimization(
        new TunedModel(best.form().model(), best.tuning()),
        candidates.get(entrants.indexOf(best)),
        candidates.get(entrants.indexOf(baseline)),
        candidates,
        isMet,
        reason(best, isMet, entrants, stopped.isPresent()),
        sensitivity,
        stopped,
        took);
  }

  /** The best of the good ones; where there is none, of those that lose not too much. */
  private Entrant best(List<Entrant> entrants, List<Entrant> good) {
    for (Entrant entrant : good) {
      if (!good.contains(baseline) || entrant == baseline || isWorth(entrant)) {
        return entrant;
      }
    }
    return entrants.stream()
        .filter(entrant -> entrant.accuracy() != null && entrant.speed() != null)
        .filter(entrant -> !tooLossy(entrant))
        .min(order())
        .orElse(baseline);
  }

  private boolean isWorth(Entrant entrant) {
    Speed speed = entrant.speed();
    return bounds.objective() == Objective.SIZE
        ? entrant.form().bytes() < baseline.form().bytes()
        : speed != null && speed.speedUp() >= WORTH && speed.speedUpLow() > 1;
  }

  private String reason(Entrant best, boolean isMet, List<Entrant> entrants, boolean isStopped) {
    if (!isMet) {
      return "Nothing keeps to all that was asked for. The nearest is %s: %s"
          .formatted(best.title(), breaks(best));
    } else if (best == baseline && isStopped) {
      return entrants.stream().allMatch(it -> it.form() == best.form() || it.speed() == null)
          ? "The search ended before anything but the float model was measured"
          : "Until the search ended, nothing was clearly better than the float model"
              + nearest(entrants);
    } else if (best == baseline) {
      return "Nothing that keeps to what was asked for is clearly better than the float model"
          + nearest(entrants);
    }
    Speed speed = best.speed();
    return String.format(
        Locale.ROOT,
        "Of all that keep to what was asked for, %s is the best: %.2f x as fast as the float model",
        best.title(),
        speed == null ? Double.NaN : speed.speedUp());
  }

  /** What the best of the others lacks. */
  private String nearest(List<Entrant> entrants) {
    Entrant nearest =
        entrants.stream()
            .filter(entrant -> entrant != baseline && entrant.speed() != null)
            .min(order())
            .orElse(null);
    if (nearest == null) {
      return "";
    }
    Accuracy accuracy = nearest.accuracy();
    String loss =
        accuracy == null ? "" : String.format(Locale.ROOT, " and loses %.3g", accuracy.loss());
    return String.format(
        Locale.ROOT,
        "; nearest came %s, which takes %d bytes, is %.2f x as fast%s",
        nearest.title(),
        nearest.form().bytes(),
        nearest.speedUp(),
        loss);
  }
}
