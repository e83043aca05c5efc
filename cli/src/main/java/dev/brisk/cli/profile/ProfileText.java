package dev.brisk.cli.profile;

import dev.brisk.Profile;
import dev.brisk.Profile.Operator;
import dev.brisk.Roofline;
import dev.brisk.cli.terminal.TextTable;
import dev.brisk.cli.terminal.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A profile for people. */
public final class ProfileText {
  private static final int SHOWN = 15;
  private static final int LONGEST_NAME = 44;

  private final Profile profile;
  private final List<String> lines = new ArrayList<>();

  private ProfileText(Profile profile) {
    this.profile = profile;
  }

  /** The lines. */
  public static List<String> of(Profile profile) {
    ProfileText text = new ProfileText(profile);
    text.operators();
    text.types();
    text.request();
    text.roofline();
    text.advice();
    return text.lines;
  }

  private void operators() {
    List<Operator> all = profile.operators();
    List<Operator> first = all.subList(0, Math.min(SHOWN, all.size()));
    TextTable table =
        new TextTable(
            "Operator", "type", "share", "time", "GFLOP/s", "GB/s", "efficiency", "bound by");
    for (Operator operator : first) {
      table.row(
          name(operator),
          operator.type(),
          percent(operator.share()),
          millis(operator.self()),
          rate(operator.gflops()),
          rate(operator.gbps()),
          operator.efficiency() > 0 ? percent(operator.efficiency()) : "",
          operator.bound());
    }
    List<Operator> rest = all.subList(first.size(), all.size());
    if (!rest.isEmpty()) {
      row(table, rest.size() + " more", time(rest));
    }
    row(table, "runtime overhead", profile.overhead());
    row(table, "one run", profile.run());
    lines.add(table.toString());
    if (all.stream().anyMatch(Operator::isRuntimes)) {
      lines.add("  * the runtime's own operator, under the runtime's name");
    }
  }

  private void row(TextTable table, String name, Duration time) {
    table.row(name, "", percent(share(time)), millis(time), "", "", "", "");
  }

  private static String name(Operator operator) {
    String name = operator.name();
    if (name.length() > LONGEST_NAME) {
      name = "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }
    int merged = operator.nodes().size() - 1;
    return operator.isRuntimes() ? name + " *" : merged > 0 ? name + " +" + merged : name;
  }

  private void types() {
    Map<String, List<Operator>> byType = new LinkedHashMap<>();
    for (Operator operator : profile.operators()) {
      byType.computeIfAbsent(operator.type(), key -> new ArrayList<>()).add(operator);
    }
    TextTable table = new TextTable("Type", "operators", "share", "time", "GFLOP/s", "GB/s");
    byType.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, List<Operator>> type) -> time(type.getValue()))
                .reversed())
        .forEach(type -> typeRow(table, type.getKey(), type.getValue()));
    lines.add("");
    lines.add(table.toString());
  }

  private void typeRow(TextTable table, String type, List<Operator> operators) {
    Duration time = time(operators);
    double nanos = Math.max(1, time.toNanos());
    table.row(
        type,
        operators.size(),
        percent(share(time)),
        millis(time),
        rate(operators.stream().mapToLong(Operator::operations).sum() / nanos),
        rate(operators.stream().mapToLong(Operator::bytes).sum() / nanos));
  }

  private void request() {
    Profile.Request request = profile.request();
    lines.add("");
    lines.add(
        "  Request: input %s, run %s, output %s; %s threads on %d processors; %s FLOP in products"
            .formatted(
                millis(request.input()),
                millis(request.run()),
                millis(request.output()),
                profile.threads(),
                profile.processors(),
                Units.count(profile.flops())));
  }

  private void roofline() {
    Roofline roofline = profile.roofline();
    List<String> bandwidths = new ArrayList<>();
    for (Roofline.Bandwidth level : roofline.bandwidths()) {
      bandwidths.add(
          "%s GB/s in %s (%s)"
              .formatted(
                  Units.threeDigits(level.perSecond() / 1e9),
                  level.level(),
                  Units.bytes(level.bytes())));
    }
    lines.add(
        "  Measured here: float32 %s GFLOP/s, int8 %s GOP/s; %s; %s us to call an operator"
            .formatted(
                peak(roofline.floatPeak()),
                peak(roofline.integerPeak()),
                String.join(", ", bandwidths),
                Units.threeDigits(roofline.dispatch().toNanos() / 1e3)));
  }

  private void advice() {
    if (!profile.advice().isEmpty()) {
      lines.add("");
    }
    for (int i = 0; i < profile.advice().size(); i++) {
      lines.add("  %d. %s".formatted(i + 1, profile.advice().get(i)));
    }
  }

  private static String peak(double perSecond) {
    return perSecond > 0 ? Units.threeDigits(perSecond / 1e9) : "unknown";
  }

  private static Duration time(List<Operator> operators) {
    return operators.stream().map(Operator::self).reduce(Duration.ZERO, Duration::plus);
  }

  private double share(Duration time) {
    return profile.run().isZero() ? 0 : (double) time.toNanos() / profile.run().toNanos();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String millis(Duration time) {
    return Units.millis(time.toNanos() / 1e6);
  }

  private static String rate(double milliards) {
    return milliards > 0 ? Units.threeDigits(milliards) : "";
  }
}
