package dev.brisk.internal.profile;

import dev.brisk.Profile;
import dev.brisk.Profile.Operator;
import dev.brisk.Roofline;
import dev.brisk.Roofline.Bound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What can be gained, the most first, each with its upper bound by Amdahl's law. */
final class Advice {
  private static final int MOST = 5;
  private static final double WORTH = 0.03;
  private static final double NEAR_PEAK = 0.7;
  private static final Duration RESOLUTION = Duration.ofNanos(5_000);

  private final Profile profile;
  private final List<Item> items = new ArrayList<>();

  /** A sentence, and the share of the request that heeding it can save. */
  private record Item(double saved, String sentence) {}

  private Advice(Profile profile) {
    this.profile = profile;
  }

  /** The profile with its advice. */
  static Profile added(Profile profile) {
    return new Profile(
        profile.accelerator(),
        profile.threads(),
        profile.processors(),
        profile.run(),
        profile.operators(),
        profile.request(),
        profile.roofline(),
        profile.unattributed(),
        profile.pauses(),
        of(profile),
        profile.traces());
  }

  static List<String> of(Profile profile) {
    Advice advice = new Advice(profile);
    advice.onWork(Bound.COMPUTE);
    advice.onWork(Bound.MEMORY);
    advice.onWork(Bound.KERNEL);
    advice.onConversions();
    advice.onSmallOperators();
    advice.onRuntime();
    advice.onRequest();
    List<String> sentences = new ArrayList<>();
    if (profile.threads() > profile.processors()) {
      sentences.add(
          "%d threads share %d processors: with no more threads than processors they do not wait for each other"
              .formatted(profile.threads(), profile.processors()));
    }
    advice.items.stream()
        .filter(item -> item.saved() >= WORTH)
        .sorted(Comparator.comparingDouble(Item::saved).reversed())
        .limit(MOST)
        .forEach(item -> sentences.add(item.sentence()));
    advice.addRemarks(sentences);
    return sentences;
  }

  /** By type, since what helps one operator helps all of its type. */
  private void onWork(Bound bound) {
    Map<String, List<Operator>> byType = new LinkedHashMap<>();
    for (Operator operator : profile.operators()) {
      if (operator.bound() == bound) {
        byType.computeIfAbsent(operator.type(), key -> new ArrayList<>()).add(operator);
      }
    }
    byType.forEach(
        (type, all) -> {
          double share = share(all);
          double lost = all.stream().mapToDouble(Operator::lostSeconds).sum();
          double seconds = seconds(all);
          double efficiency = seconds > 0 ? 1 - lost / seconds : 0;
          double saved = share * (1 - efficiency);
          add(Math.max(saved, quantized(all)), workSentence(bound, type, all, share, efficiency));
        });
  }

  private String workSentence(
      Bound bound, String type, List<Operator> all, double share, double efficiency) {
    if (bound == Bound.KERNEL) {
      return "%s of the time is in %s, at %s of what this machine allows: neither arithmetic nor memory binds it but its own code; a better kernel, of another accelerator or for a merged operator, makes the run at most %s faster"
          .formatted(
              percent(share),
              counted(all.size(), type),
              percent(efficiency),
              times(share * (1 - efficiency)));
    }
    String ceiling = bound == Bound.COMPUTE ? "peak" : "bandwidth";
    StringBuilder sentence = new StringBuilder();
    sentence.append(
        "%s of the time is in %s, bound by %s, at %s of this machine's %s"
            .formatted(
                percent(share), counted(all.size(), type), bound, percent(efficiency), ceiling));
    if (efficiency < NEAR_PEAK) {
      sentence.append(
          ": at the full %s the run were at most %s faster"
              .formatted(ceiling, times(share * (1 - efficiency))));
    }
    if (quantized(all) > 0) {
      Roofline roofline = profile.roofline();
      sentence.append(
          "; int8, whose peak here is %.1f x that of float32, would make it at most %s faster"
              .formatted(roofline.integerPeak() / roofline.floatPeak(), times(quantized(all))));
    } else if (bound == Bound.MEMORY && all.stream().noneMatch(Operator::integer)) {
      sentence.append("; fewer bytes, by int8 or by merged operators, are what helps");
    }
    return sentence.toString();
  }

  /** The share of the run that 8-bit integers could save, going by the peaks alone. */
  private double quantized(List<Operator> all) {
    Roofline roofline = profile.roofline();
    boolean possible =
        all.stream().allMatch(operator -> !operator.integer() && operator.flops() > 0);
    if (!possible || roofline.integerPeak() <= roofline.floatPeak() || roofline.floatPeak() <= 0) {
      return 0;
    }
    return share(all) * (1 - roofline.floatPeak() / roofline.integerPeak());
  }

  private void onConversions() {
    List<Operator> all = bound(Bound.CONVERSION);
    add(
        share(all),
        "%s of the time is in %s that change types or layouts and compute nothing: without them the run were at most %s faster; quantize what stands between them, or nothing there"
            .formatted(percent(share(all)), counted(all.size(), "operator"), times(share(all))));
  }

  private void onSmallOperators() {
    List<Operator> all = bound(Bound.OVERHEAD);
    Duration longest =
        all.stream().map(Operator::self).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    double saved = all.stream().mapToDouble(Operator::lostSeconds).sum() / runSeconds();
    add(
        saved,
        "%s of the time is in %s of %.0f us or less with next to nothing to do: calling them is what takes time; a larger batch or merged operators make the run at most %s faster"
            .formatted(
                percent(share(all)),
                counted(all.size(), "operator"),
                longest.toNanos() / 1e3,
                times(saved)));
  }

  private void onRuntime() {
    double share = profile.overhead().toNanos() / 1e9 / runSeconds();
    add(
        share,
        "%s of the time is the runtime's own, between %s, some of it for measuring them: fewer operators make the run at most %s faster"
            .formatted(
                percent(share), counted(profile.operators().size(), "operator"), times(share)));
  }

  private void onRequest() {
    Duration around = profile.request().input().plus(profile.request().output());
    double share = (double) around.toNanos() / Math.max(1, around.plus(profile.run()).toNanos());
    add(
        share,
        "%s of a request is spent before and after the run: bound inputs and outputs are not copied, and make it at most %s faster"
            .formatted(percent(share), times(share)));
  }

  private void addRemarks(List<String> sentences) {
    if (!profile.pauses().total().isZero()) {
      sentences.add(
          "The garbage collector paused %d times, %d ms together, while %d runs were measured"
              .formatted(
                  profile.pauses().count(),
                  profile.pauses().total().toMillis(),
                  profile.traces().size()));
    }
    if (profile.unattributed() > 0) {
      sentences.add(
          "%s of the operations are in nodes that the runtime merged into others; in which is not known"
              .formatted(percent((double) profile.unattributed() / profile.flops())));
    }
    List<Operator> tiny =
        profile.operators().stream()
            .filter(operator -> operator.self().compareTo(RESOLUTION) < 0)
            .toList();
    if (share(tiny) >= WORTH) {
      sentences.add(
          "%s take less than %d us each: near the resolution of the runtime's clock, their times are rough"
              .formatted(counted(tiny.size(), "operator"), RESOLUTION.toNanos() / 1000));
    }
  }

  private void add(double saved, String sentence) {
    items.add(new Item(saved, sentence));
  }

  private List<Operator> bound(Bound bound) {
    return profile.operators().stream().filter(operator -> operator.bound() == bound).toList();
  }

  private double runSeconds() {
    return Math.max(profile.run().toNanos(), 1) / 1e9;
  }

  private static double share(List<Operator> operators) {
    return operators.stream().mapToDouble(Operator::share).sum();
  }

  private static double seconds(List<Operator> operators) {
    return operators.stream().mapToDouble(operator -> operator.self().toNanos() / 1e9).sum();
  }

  private static String counted(int count, String what) {
    boolean word = what.equals("operator");
    return count + " " + what + (word && count != 1 ? "s" : "");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String times(double saved) {
    return String.format(Locale.ROOT, "%.2f x", 1 / Math.max(1 - saved, 0.01));
  }
}
