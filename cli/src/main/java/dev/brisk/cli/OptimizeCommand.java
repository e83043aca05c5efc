package dev.brisk.cli;

import dev.brisk.BriskException;
import dev.brisk.Objective;
import dev.brisk.Optimization;
import dev.brisk.Optimizer;
import dev.brisk.Tensor;
import dev.brisk.cli.config.FileErrors;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.evaluation.TaskScoring;
import dev.brisk.cli.metric.MetricSpec;
import dev.brisk.cli.optimize.Fingerprints;
import dev.brisk.cli.optimize.OptimizationJson;
import dev.brisk.cli.optimize.OptimizationPage;
import dev.brisk.cli.optimize.OptimizationText;
import dev.brisk.cli.optimize.Profiles;
import dev.brisk.cli.task.Task;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.Json;
import dev.brisk.cli.terminal.OutputFile;
import dev.brisk.cli.terminal.ProgressDisplay;
import dev.brisk.cli.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches for the best form of a model. */
@Command(
    name = "optimize",
    description = {
      "Searches for the fastest form of a model that is still good enough, by measuring on this machine: the float model and what all quantizers make of it, with several numbers of threads.",
      "",
      "Writes best.onnx, best.onnx.brisk.json, which says how to run it and is heeded by Model.compile(), report.json and report.html. The result loses at most --max-loss of the task's metric and is never slower than the float model; where nothing helps, it is the float model. Without a task, the noise of the outputs on random inputs counts.",
      "",
      "Ctrl-C ends the search; the best found so far is written."
    },
    footer = {
      "  brisk optimize digits.json -o best",
      "  brisk optimize digits.json --max-loss 0.5 --p99 2 -o best",
      "  brisk optimize digits.json --objective throughput --search-time 5m -o best",
      "  brisk optimize digits.json --objective size --cache cache -o best --json"
    })
final class OptimizeCommand extends BriskCommand {
  private static final int RANDOM_SAMPLES = 8;
  private static final Pattern TIME = Pattern.compile("([0-9]*\\.?[0-9]+)(s|m|h|)");
  private static final Pattern BYTES = Pattern.compile("([0-9]*\\.?[0-9]+)(k|M|G|)B?");

  @Parameters(paramLabel = "TASK_OR_MODEL", description = "A task file (.json), or an ONNX model.")
  private @Nullable Path argument;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "The folder to write to; it is made if it does not exist.")
  private @Nullable Path folder;

  @Option(
      names = "--max-loss",
      paramLabel = "POINTS",
      defaultValue = "0.5",
      description =
          "How much lower the metric may be, in points; for signal to noise ratios, the noise in percent of the signal. Default ${DEFAULT-VALUE}.")
  private double maxLoss;

  @Option(
      names = "--p99",
      paramLabel = "MS",
      description = "What 99 of 100 runs may take, in milliseconds.")
  private @Nullable Double p99;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "What the model's file may take, such as 500k or 4M.")
  private @Nullable String maxBytes;

  @Option(
      names = "--min-throughput",
      paramLabel = "N",
      description = "How many samples must be run in a second, by several runs at once if need be.")
  private @Nullable Double minThroughput;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      defaultValue = "latency",
      description = "latency (default), throughput or size.")
  private String objective = "latency";

  @Option(
      names = {"--search-time", "--time"},
      paramLabel = "TIME",
      defaultValue = "5m",
      description =
          "How long the search may take, such as 90s, 5m or 1h; a number alone is minutes. Default ${DEFAULT-VALUE}.")
  private String searchTime = "5m";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "What the choice of samples hangs on; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Evaluate on the first N samples only.")
  private @Nullable Integer limit;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Keep what was made and scored in this folder: a search that was stopped goes on where it stood. Its files hold some of the samples.")
  private @Nullable Path cache;

  @Option(
      names = "--exhaustive",
      description = "Measure every candidate in full, however long that takes.")
  private boolean exhaustive;

  @Override
  void run(Console output) {
    Path place = makeFolder(given(folder));
    Target target = Target.load(given(argument));
    Optional<MetricSpec> metric = target.task().map(Task::metric);
    Optimizer optimizer = optimizer(output, target);
    Optimization found;
    Profiles profiles;
    try (ProgressDisplay progress = output.progress()) {
      found = optimizer.run(progress);
      OutputFile.write(best(place), found::save);
      profiles = found.stopped().isPresent() ? Profiles.none() : profiles(found, target, progress);
    }
    OptimizationJson json = new OptimizationJson(found, target.path(), best(place), metric);
    OutputFile.write(place.resolve("report.json"), Json.of(json.report()) + "\n");
    OptimizationPage page =
        new OptimizationPage(found, metric, given(argument), best(place), profiles);
    OutputFile.write(place.resolve("report.html"), page.html(Here.machine(typed())));
    output.result(json.report());
    if (!output.isJson()) {
      output.say(new OptimizationText(found, metric).text());
      output.say("");
      output.say(
          "Wrote %s, how to run it beside it, report.json and %s"
              .formatted(best(place), place.resolve("report.html")));
    }
    if (!found.isMet()) {
      throw new BriskException(found.reason());
    }
  }

  private static Profiles profiles(Optimization found, Target target, ProgressDisplay progress) {
    Map<String, Tensor> inputs =
        target.task().isPresent()
            ? target.task().get().calibration().get(0).inputs()
            : RandomInputs.of(target.model().inputs());
    return Profiles.of(found, target.model(), inputs, progress);
  }

  private static Path best(Path place) {
    return place.resolve("best.onnx");
  }

  private static Path makeFolder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileErrors.writing(folder, e);
    }
  }

  private Optimizer optimizer(Console output, Target target) {
    Optimizer optimizer = Optimizer.of(target.model()).samples(samples(output, target));
    if (target.task().isPresent()) {
      Task task = target.task().get();
      Samples samples = limit == null ? task.evaluation() : task.evaluation().limit(limit);
      optimizer.scoring(
          new TaskScoring(target.model(), samples, task.metric(), common().accelerator()));
    }
    if (cache != null) {
      optimizer.cache(cache, target.task().map(task -> Fingerprints.of(task, limit)).orElse(""));
    }
    if (common().namesAccelerator()) {
      optimizer.accelerators(common().accelerator().name());
    }
    common().compileOptions().threads().ifPresent(optimizer::threads);
    return bounded(optimizer);
  }

  private Optimizer bounded(Optimizer optimizer) {
    optimizer.maxLoss(maxLoss).objective(objective()).searchTime(time(searchTime)).seed(seed);
    if (p99 != null) {
      optimizer.p99(Duration.ofNanos(Math.round(p99 * 1e6)));
    }
    if (maxBytes != null) {
      optimizer.maxBytes(bytes(maxBytes));
    }
    if (minThroughput != null) {
      optimizer.minThroughput(minThroughput);
    }
    return exhaustive ? optimizer.exhaustive() : optimizer;
  }

  private static Iterable<Map<String, Tensor>> samples(Console output, Target target) {
    if (target.task().isPresent()) {
      return target.task().get().calibration().inputs();
    }
    output.remark(
        "No task given: calibrating on %d random inputs, so accuracy is not judged by real data."
            .formatted(RANDOM_SAMPLES));
    return RandomInputs.several(target.model().inputs(), RANDOM_SAMPLES);
  }

  private Objective objective() {
    Map<String, Objective> byName = new LinkedHashMap<>();
    for (Objective each : Objective.values()) {
      byName.put(each.name().toLowerCase(Locale.ROOT), each);
    }
    Objective chosen = byName.get(objective);
    if (chosen == null) {
      throw new UsageException(
          "--objective must be one of %s, but is %s"
              .formatted(String.join(", ", byName.keySet()), objective));
    }
    return chosen;
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(
          "--search-time must be a time such as 90s, 2m or 1h, but is " + text);
    }
    double unit =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "h" -> 3600;
          default -> 60;
        };
    return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * unit * 1e3));
  }

  private static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException("--max-bytes must be a size such as 500k or 4M, but is " + text);
    }
    double unit =
        switch (matcher.group(2)) {
          case "k" -> 1e3;
          case "M" -> 1e6;
          case "G" -> 1e9;
          default -> 1;
        };
    return Math.round(Double.parseDouble(matcher.group(1)) * unit);
  }
}
