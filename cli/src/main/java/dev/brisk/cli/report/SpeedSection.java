package dev.brisk.cli.report;

import dev.brisk.cli.terminal.Units;
import java.util.function.ToDoubleFunction;

/** The latencies as bars, and where the time goes. */
final class SpeedSection {
  /** How far the scale may reach to show ticks, too, in lengths of the longest bar. */
  private static final double ROOM = 1.8;

  private SpeedSection() {}

  static String of(Comparison comparison) {
    double longest = max(comparison, Candidate::p50Ms);
    boolean ticks = max(comparison, Candidate::p99Ms) <= ROOM * longest;
    double scale = ticks ? ROOM * longest : longest;
    StringBuilder bars = new StringBuilder();
    int threads = -1;
    for (Candidate candidate : comparison.candidates()) {
      if (candidate.threads() != threads) {
        threads = candidate.threads();
        bars.append("<h3>")
            .append(threads == 1 ? "1 thread" : threads + " threads")
            .append("</h3>\n");
      }
      bars.append(bar(candidate, scale, ticks));
    }
    return """
        <section>
        <h2>What was gained</h2>
        <p>The two models took turns in short rounds, so whatever else the machine was doing disturbed both alike.
        The bar is the median time of one image%s.</p>
        <div class="bars">
        %s</div>
        %s</section>
        """
        .formatted(
            ticks ? ", the tick the time that one run in a hundred exceeds" : "",
            bars,
            comparison.kernels().map(SpeedSection::kernels).orElse(""));
  }

  private static String bar(Candidate candidate, double scale, boolean ticks) {
    boolean quantized = !candidate.precision().equals("float32");
    return Html.format(
        """
        <div class="bar %s"><span class="name">%s</span><span class="track"><i class="fill" style="width:%.2f%%"></i>%s</span><span class="value">%s<small>p99 %s</small></span></div>
        """,
        quantized ? "after" : "before",
        Html.text(candidate.precision()),
        100 * candidate.p50Ms() / scale,
        ticks
            ? Html.format(
                "<i class=\"tick\" style=\"left:%.2f%%\"></i>", 100 * candidate.p99Ms() / scale)
            : "",
        Units.millis(candidate.p50Ms()),
        Units.millis(candidate.p99Ms()));
  }

  private static double max(Comparison comparison, ToDoubleFunction<Candidate> figure) {
    return comparison.candidates().stream().mapToDouble(figure).max().orElseThrow();
  }

  private static String kernels(KernelShares shares) {
    return Html.format(
        """
        <h3>Where the int8 model spends its time</h3>
        <div class="stack" role="img" aria-label="%1$.0f %% integer kernels, %2$.0f %% conversion, %3$.0f %% the rest"><i class="after" style="width:%1$.2f%%"></i><i class="convert" style="width:%2$.2f%%"></i><i class="before" style="width:%3$.2f%%"></i></div>
        <ul class="legend">
        <li><i class="after"></i>integer kernels <b>%1$.0f&#8239;%%</b></li>
        <li><i class="convert"></i>to codes and back <b>%2$.0f&#8239;%%</b></li>
        <li><i class="before"></i>all else <b>%3$.0f&#8239;%%</b></li>
        </ul>
        <p>%4$s</p>
        """,
        100 * shares.integer(), 100 * shares.conversion(), 100 * shares.rest(), fused(shares));
  }

  private static String fused(KernelShares shares) {
    int all = shares.layers() + shares.floatLayers();
    if (shares.floatLayers() == 0) {
      return "All " + all + " convolutions and matrix products run as fused integer kernels.";
    }
    return shares.layers()
        + " of "
        + all
        + " convolutions and matrix products run as fused integer kernels.";
  }
}
