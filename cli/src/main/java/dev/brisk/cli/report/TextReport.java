package dev.brisk.cli.report;

import dev.brisk.cli.bench.Percentiles;
import dev.brisk.cli.terminal.TextTable;
import dev.brisk.cli.terminal.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as a few lines for a terminal. */
public final class TextReport {
  private TextReport() {}

  /** The lines, with the place of the page that tells more. */
  public static String of(Comparison comparison, Path page) {
    List<String> lines = new ArrayList<>(List.of("", table(comparison).toString(), ""));
    lines.add("  speed      " + speed(comparison));
    lines.add("  size       " + size(comparison));
    lines.add("  accuracy   " + accuracy(comparison.accuracy()));
    comparison.kernels().ifPresent(shares -> lines.add("  kernels    " + fused(shares)));
    comparison.warnings().forEach(warning -> lines.add("  warning    " + warning));
    lines.add("");
    lines.add("  The whole story: " + page);
    return String.join(System.lineSeparator(), lines);
  }

  private static TextTable table(Comparison comparison) {
    TextTable table =
        new TextTable("", "threads", "p50", "p99", "size", comparison.before().metric());
    for (Candidate candidate : comparison.candidates()) {
      table.row(
          candidate.precision(),
          candidate.threads(),
          Units.millis(candidate.p50Ms()),
          Units.millis(candidate.p99Ms()),
          Units.bytes(candidate.bytes()),
          comparison.accuracy().metric().format(candidate.value()));
    }
    return table;
  }

  private static String speed(Comparison comparison) {
    Percentiles speedUp = comparison.speedUp();
    int threads = comparison.before().threads();
    return String.format(
        Locale.ROOT,
        "%.2f x on %s (quartiles of the paired rounds %.2f-%.2f)",
        speedUp.at(50),
        threads == 1 ? "one thread" : threads + " threads",
        speedUp.at(25),
        speedUp.at(75));
  }

  private static String size(Comparison comparison) {
    double share = 100.0 * comparison.after().bytes() / comparison.before().bytes();
    return String.format(Locale.ROOT, "%.0f %%", share);
  }

  private static String accuracy(Accuracy accuracy) {
    return String.format(
        Locale.ROOT,
        "%+.2f points; the same answer on %d of %d images",
        accuracy.after() - accuracy.before(),
        accuracy.agreed(),
        accuracy.samples());
  }

  private static String fused(KernelShares shares) {
    return "%d of %d layers run as fused integer kernels"
        .formatted(shares.layers(), shares.layers() + shares.floatLayers());
  }
}
