package dev.brisk.cli.optimize;

import dev.brisk.Optimization;
import dev.brisk.Optimization.Candidate;
import dev.brisk.Optimization.Speed;
import dev.brisk.cli.bench.Percentiles;
import dev.brisk.cli.report.Charts;
import dev.brisk.cli.report.Curve;
import dev.brisk.cli.report.Page;
import dev.brisk.cli.report.Tone;
import java.util.ArrayList;
import java.util.List;

/** How long the runs of the float model and of the best took. */
record LatencySection(Optimization found) {
  String html() {
    List<Curve> curves = new ArrayList<>();
    add(curves, found.baseline(), Tone.BEFORE);
    if (!found.chosen().equals(found.baseline())) {
      add(curves, found.chosen(), Tone.AFTER);
    }
    return curves.isEmpty()
        ? ""
        : Page.section(
            "How long runs take",
            Page.paragraph(
                "They took turns in short rounds, so that what else the machine did disturbed both"
                    + " alike."),
            Charts.distribution("Latency of each run", "latency (ms)", curves));
  }

  private static void add(List<Curve> curves, Candidate candidate, Tone tone) {
    candidate
        .speed()
        .map(Speed::percentiles)
        .ifPresent(
            values ->
                curves.add(
                    new Curve(
                        candidate.title(),
                        tone,
                        Percentiles.of(
                            values.stream().mapToDouble(Double::doubleValue).toArray()))));
  }
}
