package dev.brisk.cli.optimize;

import dev.brisk.Accelerators;
import dev.brisk.Optimization;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.Optimization.Candidate;
import dev.brisk.Optimization.Speed;
import dev.brisk.cli.metric.MetricSpec;
import dev.brisk.cli.report.Bars;
import dev.brisk.cli.report.Charts;
import dev.brisk.cli.report.Html;
import dev.brisk.cli.report.Machine;
import dev.brisk.cli.report.Page;
import dev.brisk.cli.report.Provenance;
import dev.brisk.cli.report.Scatter;
import dev.brisk.cli.report.Tile;
import dev.brisk.cli.report.Tone;
import dev.brisk.cli.report.Verdict;
import dev.brisk.cli.terminal.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was found, as a page: the verdict, speed against accuracy, latencies, where the time goes,
 * and every candidate with its fate.
 *
 * @param found what was found
 * @param metric what was measured; empty where the noise of outputs was
 * @param argument what the command was given
 * @param best the file that the best model was written to
 * @param profiles where the time goes
 */
public record OptimizationPage(
    Optimization found, Optional<MetricSpec> metric, Path argument, Path best, Profiles profiles) {
  private static final int MOST_NODES = 16;
  private static final String FLOATS = "float32";

  /** The page. */
  public String html(Machine machine) {
    return Page.of(
        "The best form of " + argument.getFileName(),
        verdict(machine.command()).html(),
        Page.section(
            "Speed against " + name(),
            Page.paragraph(
                "Each point is a form of the model and a way of running it that was scored and timed."
                    + " Further right is faster, further up is better."),
            Charts.scatter(pareto())),
        new LatencySection(found).html(),
        new RooflineSection(profiles).html(),
        sensitivity(),
        candidates(),
        new Provenance(
                machine,
                Accelerators.named(found.best().tuning().accelerator()).description(),
                warnings(),
                further())
            .html());
  }

  private Verdict verdict(String command) {
    Candidate chosen = found.chosen();
    double speedUp = chosen.speed().map(Speed::speedUp).orElse(1.0);
    double share = 100.0 * chosen.bytes() / found.baseline().bytes();
    String lost = chosen.accuracy().map(this::lost).orElse("not scored");
    return new Verdict(
        command,
        chosen.equals(found.baseline())
            ? "The float model is the best here"
            : Html.format("%.2f times as fast, %s, %.0f %% of the size", speedUp, lost, share),
        found.reason() + ".",
        List.of(
            new Tile(
                "Speed",
                Html.format("%.2f x", speedUp),
                chosen
                    .speed()
                    .map(it -> "a run takes " + Units.millis(it.p50Millis()))
                    .orElse("not measured"),
                speedUp >= 1),
            new Tile(
                name(),
                chosen.accuracy().map(it -> value(it.score())).orElse("-"),
                lost,
                found.isMet()),
            new Tile(
                "Size",
                Units.bytes(chosen.bytes()),
                "instead of " + Units.bytes(found.baseline().bytes()),
                share <= 100),
            new Tile(
                "Search",
                Html.format("%.0f s", found.took().toMillis() / 1e3),
                found.candidates().size() + " candidates",
                found.stopped().isEmpty())));
  }

  private String lost(Accuracy accuracy) {
    String direction = accuracy.loss() > 0 ? "lost" : "gained";
    String sure =
        Double.isNaN(accuracy.uncertainty()) || accuracy.uncertainty() == 0
            ? ""
            : Html.format(" (within %.2f)", accuracy.uncertainty());
    return Math.abs(accuracy.loss()) < 0.005
        ? "nothing lost" + sure
        : Html.format("%.2f points %s%s", Math.abs(accuracy.loss()), direction, sure);
  }

  private Scatter pareto() {
    List<Candidate> front = found.front();
    List<Scatter.Series> series = new ArrayList<>();
    series.add(points("dropped", Tone.OTHER, Scatter.Form.POINTS, it -> !front.contains(it)));
    series.add(
        new Scatter.Series(
            "front",
            Tone.GUIDE,
            Scatter.Form.DASHES,
            front.stream()
                .map(this::point)
                .sorted(Comparator.comparingDouble(Scatter.Point::x))
                .toList()));
    series.add(
        points(
            "no other beats it",
            Tone.AFTER,
            Scatter.Form.LABELLED,
            it -> front.contains(it) && !special(it)));
    series.add(
        points(FLOATS, Tone.BEFORE, Scatter.Form.LABELLED, it -> it.equals(found.baseline())));
    series.add(points("best", Tone.ACCENT, Scatter.Form.LABELLED, it -> it.equals(found.chosen())));
    series.removeIf(each -> each.points().isEmpty());
    return new Scatter(
        "Speed against " + name(),
        new Scatter.Axis("times as fast as the float model", false),
        new Scatter.Axis(name() + metric.map(spec -> unit(spec)).orElse(""), false),
        series);
  }

  private boolean special(Candidate candidate) {
    return candidate.equals(found.baseline()) || candidate.equals(found.chosen());
  }

  private static String unit(MetricSpec spec) {
    return spec.unit().isEmpty() ? "" : " (" + spec.unit() + ")";
  }

  private Scatter.Series points(
      String name, Tone tone, Scatter.Form form, Predicate<Candidate> wanted) {
    return new Scatter.Series(
        name,
        tone,
        form,
        found.candidates().stream()
            .filter(it -> it.speed().isPresent() && it.accuracy().isPresent())
            .filter(wanted)
            .map(this::point)
            .toList());
  }

  private Scatter.Point point(Candidate candidate) {
    double score = candidate.accuracy().map(Accuracy::score).orElse(Double.NaN);
    return new Scatter.Point(
        candidate.speed().map(Speed::speedUp).orElse(Double.NaN),
        metric.map(spec -> spec.value(score)).orElse(score),
        candidate.title());
  }

  private String candidates() {
    StringBuilder rows = new StringBuilder();
    for (Candidate each : found.candidates()) {
      Optional<Speed> speed = each.speed();
      rows.append(
          "<tr><th>%s<small>%s</small></th><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  Html.text(each.title()),
                  Html.text(each.reason()),
                  each.accuracy().map(it -> Html.text(value(it.score()))).orElse(""),
                  speed.map(it -> Units.millis(it.p50Millis())).orElse(""),
                  speed.map(it -> Units.millis(it.p99Millis())).orElse(""),
                  speed.map(OptimizationPage::speedUp).orElse(""),
                  each.bytes() == 0 ? "" : Units.bytes(each.bytes())));
    }
    return Page.section(
        "Every candidate",
        Page.paragraph(
            "Speed-ups are over the float model in the same rounds, with what 95 of 100"
                + " measurements would lie between."),
        """
        <div class="wide"><table>
        <thead><tr><th>Candidate, and what became of it</th><th>%s</th><th>p50</th><th>p99</th><th>speed-up</th><th>size</th></tr></thead>
        <tbody>
        %s</tbody>
        </table></div>
        """
            .formatted(Html.text(name()), rows));
  }

  private static String speedUp(Speed speed) {
    return Html.format(
        "%.2f (%.2f-%.2f)", speed.speedUp(), speed.speedUpLow(), speed.speedUpHigh());
  }

  /** What quantizing the worst nodes alone does, where that was measured. */
  private String sensitivity() {
    if (found.sensitivity().isEmpty()) {
      return "";
    }
    List<Bars.Bar> bars =
        found.sensitivity().get().nodes().stream()
            .limit(MOST_NODES)
            .map(part -> new Bars.Bar(part.name(), List.of(part.sqnr(), part.worst().sqnr())))
            .toList();
    List<Bars.Series> series =
        List.of(
            new Bars.Series("all of the output", Tone.AFTER),
            new Bars.Series("its worst column", Tone.ACCENT));
    return Page.section(
        "What harms most",
        Page.paragraph(
            "Signal over noise of the outputs with only this node quantized, the worst first: the"
                + " shorter, the more harm."),
        Charts.bars(new Bars("Sensitivity of nodes", "dB", series, bars)));
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    found.stopped().ifPresent(it -> warnings.add(it + ": this is the best found until then."));
    if (!found.isMet()) {
      warnings.add("Not all that was asked for is kept to.");
    }
    return warnings;
  }

  private List<String> further() {
    List<String> commands = new ArrayList<>();
    metric.ifPresent(it -> commands.add("brisk evaluate %s --model %s".formatted(argument, best)));
    int threads = found.best().tuning().options().threads().orElse(1);
    commands.add("brisk bench %s %s --threads %d".formatted(argument, best, threads));
    commands.add("brisk profile %s --threads %d".formatted(best, threads));
    return commands;
  }

  private String name() {
    return metric.map(MetricSpec::name).orElse("fidelity");
  }

  private String value(double score) {
    return metric
        .map(spec -> spec.format(spec.value(score)))
        .orElseGet(() -> Html.format("%.3g %% of noise", -score));
  }
}
