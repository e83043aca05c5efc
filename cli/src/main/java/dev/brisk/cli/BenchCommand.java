package dev.brisk.cli;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Tensor;
import dev.brisk.cli.bench.Bench;
import dev.brisk.cli.bench.Contender;
import dev.brisk.cli.bench.Measurement;
import dev.brisk.cli.bench.Percentiles;
import dev.brisk.cli.bench.Settings;
import dev.brisk.cli.bench.Verdict;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.ProgressDisplay;
import dev.brisk.cli.terminal.TextTable;
import dev.brisk.cli.terminal.Units;
import dev.brisk.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures latency and throughput. */
@Command(
    name = "bench",
    description = {
      "Measures latency and throughput of models, each on each accelerator.",
      "",
      "The contenders take turns in short rounds, so that what disturbs the machine disturbs all alike; speed-ups are medians of the rounds' ratios, with their quartiles. Runs are bound: inputs and outputs stay where they are, nothing is copied. A model without a task is fed random inputs."
    },
    footer = {
      "  brisk bench digits.onnx digits.int8.onnx --threads 1",
      "  brisk bench digits.json --scenario server --load 0.8",
      "  brisk bench digits.json --scenario server --p99 5",
      "  brisk bench digits.onnx --scenario offline --batch 8 --json"
    })
final class BenchCommand extends BriskCommand {
  /** The latency of each is kept. */
  private static final long MOST_QUERIES = 10_000_000;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL_OR_TASK",
      description = "ONNX models, or task files (.json) whose first sample is fed.")
  private List<Path> arguments = List.of();

  @Option(
      names = "--accelerators",
      split = ",",
      paramLabel = "A,B",
      description = "Measure on each of these; by default on --accelerator alone.")
  private List<String> accelerators = List.of();

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "single",
      description = {
        "single, or single-stream: one run after the other (default).",
        "server: queries arrive at random; latency counts from the scheduled arrival.",
        "offline: every thread runs without a pause; throughput counts."
      })
  private String scenario = "single";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "Measure each contender for so long; default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--load",
      paramLabel = "SHARE",
      defaultValue = "0.7",
      description =
          "For server: the arrivals, as a share of what the slowest contender can serve; default ${DEFAULT-VALUE}.")
  private double load;

  @Option(
      names = "--qps",
      paramLabel = "RATE",
      description = "For server: so many queries arrive a second, instead of --load.")
  private double qps;

  @Option(
      names = "--p99",
      paramLabel = "MS",
      description =
          "For server: what 99 %% of the queries are to take at most. Without --qps the highest rate is searched that keeps it.")
  private double p99;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For server: the seed of the arrivals; default ${DEFAULT-VALUE}.")
  private long seed = Settings.SEED;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Samples of one run; the model must have a free batch dimension.")
  private int batch;

  /** The fields of the JSON. */
  private record Result(List<Line> results) {}

  private record Line(
      String model,
      String accelerator,
      int threads,
      double p50Ms,
      double p90Ms,
      double p99Ms,
      double throughput,
      double bytesPerRun,
      double qps,
      double queueP50Ms,
      double queueP99Ms,
      double percentile,
      double estimateMs,
      boolean valid,
      String reason) {

    static Line of(Measurement measured) {
      Percentiles latency = measured.latency();
      return new Line(
          measured.contender().name(),
          measured.contender().accelerator(),
          measured.contender().threads(),
          latency.at(50),
          latency.at(90),
          latency.at(99),
          measured.throughput(),
          measured.bytesPerRun(),
          measured.rate() > 0 ? measured.rate() : Double.NaN,
          measured.queue().at(50),
          measured.queue().at(99),
          measured.verdict().percentile(),
          measured.verdict().estimate(),
          measured.verdict().isValid(),
          measured.verdict().problem());
    }
  }

  @Override
  void run(Console output) {
    check();
    List<Contender.Entry> entries = entries(output);
    List<Measurement> measured;
    Settings settings = new Settings(seconds, load, batch, qps, p99, seed);
    try (ProgressDisplay progress = output.progress()) {
      measured = Bench.run(scenario, entries, settings, progress);
    }
    output.result(new Result(measured.stream().map(Line::of).toList()));
    if (!output.isJson()) {
      output.say(table(measured));
      output.say("");
      measured.forEach(each -> output.say("  " + verdict(each)));
      output.say(
          "  %s, %s; speed-up over the first: median of the rounds and quartiles"
              .formatted(scenario, Cpu.read().model()));
    }
  }

  private void check() {
    if (!Bench.scenarios().contains(scenario)) {
      throw new UsageException(
          "--scenario must be one of %s, but is %s"
              .formatted(String.join(", ", Bench.scenarios()), scenario));
    } else if (!(seconds > 0)) {
      throw new UsageException("--seconds must be more than 0, but is " + seconds);
    } else if (!(load > 0 && load < 1)) {
      throw new UsageException("--load must be between 0 and 1, but is " + load);
    } else if (!(qps >= 0 && p99 >= 0 && qps < 1e9 && p99 < 1e9)) {
      throw new UsageException(
          "--qps and --p99 must be more than 0, but are %s and %s".formatted(qps, p99));
    } else if (qps * seconds > MOST_QUERIES) {
      throw new UsageException(
          "--qps times --seconds must be at most %d queries, but is %d"
              .formatted(MOST_QUERIES, Math.round(qps * seconds)));
    } else if ((qps > 0 || p99 > 0) && !scenario.equals("server")) {
      throw new UsageException("--qps and --p99 are for --scenario server");
    } else if (batch < 1) {
      throw new UsageException("--batch must be 1 or more, but is " + batch);
    }
  }

  private List<Contender.Entry> entries(Console output) {
    List<Accelerator> chosen =
        accelerators.isEmpty()
            ? List.of(common().accelerator())
            : accelerators.stream().map(Accelerators::named).toList();
    List<Target> targets = arguments.stream().map(Target::load).toList();
    List<Contender.Entry> entries = new ArrayList<>();
    for (Target target : targets) {
      Map<String, Tensor> inputs = target.sample(output);
      for (Accelerator accelerator : chosen) {
        entries.add(
            new Contender.Entry(
                name(target, targets),
                target.model(),
                inputs,
                accelerator,
                common().compileOptions().threads()));
      }
    }
    return entries;
  }

  /** The file's name, or its path where another file has the same name. */
  private static String name(Target target, List<Target> targets) {
    boolean shared =
        targets.stream()
            .anyMatch(
                other -> other.name().equals(target.name()) && !other.path().equals(target.path()));
    return shared ? target.path().toString() : target.name();
  }

  private static String verdict(Measurement measured) {
    Verdict verdict = measured.verdict();
    StringBuilder text = new StringBuilder(measured.contender().name()).append(": ");
    if (measured.rate() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%.3g queries a second arrived, of which 99 %% waited for %s or less; ",
              measured.rate(),
              Units.millis(measured.queue().at(99))));
    }
    if (verdict.percentile() > 0 && !Double.isNaN(verdict.estimate())) {
      text.append(
          String.format(
              Locale.ROOT,
              "the %.0f %%-ile is %s or less, with 99 %% confidence; ",
              verdict.percentile(),
              Units.millis(verdict.estimate())));
    }
    return text.append(verdict.isValid() ? "valid" : "not valid: " + verdict.problem()).toString();
  }

  private static TextTable table(List<Measurement> measured) {
    TextTable table =
        new TextTable(
            "Model",
            "accelerator",
            "threads",
            "p50",
            "p90",
            "p99",
            "throughput",
            "B/run",
            "speed-up");
    for (int i = 0; i < measured.size(); i++) {
      Line line = Line.of(measured.get(i));
      table.row(
          line.model,
          line.accelerator,
          line.threads,
          Units.millis(line.p50Ms),
          Units.millis(line.p90Ms),
          Units.millis(line.p99Ms),
          Units.perSecond(line.throughput),
          String.format(Locale.ROOT, "%.0f", line.bytesPerRun),
          i == 0 ? "" : speedUp(measured.get(i).speedUpOver(measured.get(0))));
    }
    return table;
  }

  private static String speedUp(Percentiles ratio) {
    return String.format(
        Locale.ROOT, "%.2f x (%.2f-%.2f)", ratio.at(50), ratio.at(25), ratio.at(75));
  }
}
