package dev.brisk.cli;

import dev.brisk.InvalidInputException;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.cli.config.FileErrors;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.report.QuantizationPage;
import dev.brisk.cli.report.QuantizationText;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.OutputFile;
import dev.brisk.cli.terminal.ProgressDisplay;
import dev.brisk.cli.terminal.Units;
import dev.brisk.cli.terminal.UsageException;
import dev.brisk.internal.UserFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a quantized model. */
@Command(
    name = "quantize",
    description = {
      "Writes a quantized model: standard ONNX that any ONNX runtime reads.",
      "",
      "Where the precision hangs on the ranges of the values in between, the model runs on the calibration samples of the task. Without a task, a precision that cannot do without ranges is calibrated on random inputs, which says nothing of its accuracy: good for measuring speed only; one that can looks at the model alone.",
      "",
      "An int8 model is measured beside the float one: what is slower in int8 stays float. What was decided is remembered in brisk/speed of the user's cache folder, or in --cache, so that the same command gives the same bytes."
    },
    footer = {
      "  brisk quantize digits.json --to int8",
      "  brisk quantize digits.json --to int8 -o small.onnx --json",
      "  brisk quantize bert.onnx --to int8-dynamic",
      "  brisk quantize digits.json --to int8 --exclude conv1 --exclude conv2",
      "  brisk quantize digits.json --to int8 --set speed=any",
      "  brisk quantize digits.json --to int8 --report digits.html"
    })
final class QuantizeCommand extends BriskCommand {
  private static final int RANDOM_SAMPLES = 8;

  /** The precision whose forms are measured unless its setting says otherwise. */
  private static final String MEASURED = "int8";

  @Parameters(
      paramLabel = "MODEL_OR_TASK",
      description = "An ONNX model, or a task file (.json) with its samples.")
  private @Nullable Path argument;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PRECISION",
      description = "Such as int8, int8-dynamic or fp16; 'brisk doctor' lists all.")
  private @Nullable String precision;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "The file to write; by default MODEL.PRECISION.onnx in the current folder. It may be the model itself.")
  private @Nullable Path chosen;

  @Option(
      names = "--exclude",
      paramLabel = "NODE",
      description = "Leave a node as it is, by name; may be given several times.")
  private List<String> excluded = List.of();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Set one of the quantizer's own settings; may be given several times.")
  private Map<String, String> settings = new TreeMap<>();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write an HTML page that shows what became of each node.")
  private @Nullable Path page;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Keep the progress of the calibration in this folder: a command that was stopped goes on where it stood. Its files hold some of the samples.")
  private @Nullable Path cache;

  /** The fields of the JSON. */
  private record Result(
      String output,
      long bytesIn,
      long bytesOut,
      double macsShare,
      List<Kept> keptFloat,
      Map<String, Long> precisions,
      List<NodeFate> nodes,
      List<String> findings,
      Map<String, String> decisions,
      List<String> warnings,
      double seconds) {}

  private record Kept(String node, String reason) {}

  /** A node; its error is empty where it was not measured. */
  private record NodeFate(
      String node,
      String operator,
      String precision,
      long macs,
      Optional<String> errorOf,
      Optional<Double> sqnrBefore,
      Optional<Double> sqnrAfter) {
    static NodeFate of(NodeReport report) {
      return new NodeFate(
          report.node(),
          report.operator(),
          report.precision(),
          report.macs(),
          report.error().map(error -> error.of().name().toLowerCase(Locale.ROOT)),
          report.error().map(error -> rounded(error.before())),
          report.error().map(error -> rounded(error.after())));
    }

    private static double rounded(double decibels) {
      return Math.round(decibels * 100) / 100.0;
    }
  }

  @Override
  void run(Console output) {
    long start = System.nanoTime();
    Quantizer quantizer = quantizer(given(precision));
    Target target = Target.load(given(argument));
    Path out = chosen == null ? defaultOutput(target, quantizer) : chosen;
    OutputFile.check(out);
    if (page != null) {
      OutputFile.check(page);
    }
    long bytesIn = FileErrors.size(target.path());
    QuantizationReport report;
    try (ProgressDisplay progress = output.progress()) {
      Quantization quantization = quantize(output, quantizer, target, progress);
      report = quantization.report();
      progress.update("writing", 0, 1);
      OutputFile.write(out, path -> quantization.model().save(path));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Result result = result(out, bytesIn, report, seconds);
    if (page != null) {
      OutputFile.write(page, page(target, result, report));
    }
    report.warnings().forEach(warning -> output.remark("Warning: " + warning));
    output.result(result);
    if (!output.isJson()) {
      show(output, result, report);
    }
  }

  /** The quantizer that makes a precision. */
  static Quantizer quantizer(String name) {
    if (!Quantizers.report().containsKey(name)) {
      throw new UsageException(
          "--to must be one of %s, but is %s"
              .formatted(String.join(", ", Quantizers.available()), name));
    }
    return Quantizers.named(name);
  }

  private Quantization quantize(
      Console output, Quantizer quantizer, Target target, ProgressDisplay progress) {
    QuantizationOptions options =
        QuantizationOptions.defaults()
            .progress(progress.ofAbout(samplesExpected(target)))
            .exclude(excluded.toArray(String[]::new));
    if (quantizer.needsCalibration() || target.task().isPresent() || common().namesAccelerator()) {
      options = options.accelerator(common().limitedAccelerator());
    }
    if (cache != null) {
      options = options.cache(cache);
    }
    if (quantizer.name().equals(MEASURED) && !settings.containsKey("speed")) {
      options = options.with("speed", "measured");
      Path remembered = UserFolders.cache().resolve("speed");
      if (cache == null && remembered.isAbsolute()) {
        options = options.with("decisions", remembered.toString());
      }
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      options = options.with(setting.getKey(), setting.getValue());
    }
    return quantizer.quantize(target.model(), samples(output, quantizer, target), options);
  }

  /** How many samples a quantizer that needs any is given. */
  static int samplesExpected(Target target) {
    return target.task().map(task -> task.calibration().size()).orElse(RANDOM_SAMPLES);
  }

  /** What the task has for the quantizer; without a task, random inputs if it needs samples. */
  static Iterable<Map<String, Tensor>> samples(Console output, Quantizer quantizer, Target target) {
    boolean needed = quantizer.needsCalibration();
    if (target.task().isPresent()) {
      Samples samples = target.task().get().calibration();
      if (needed && samples.size() == 0) {
        throw new InvalidInputException(
            "The task " + target.task().get().file() + " has no calibration samples");
      }
      return samples.inputs();
    }
    if (!needed) {
      return List.of();
    }
    output.remark(
        "No task given: calibrating on %d random inputs, so accuracy is not preserved."
            .formatted(RANDOM_SAMPLES));
    return RandomInputs.several(target.model().inputs(), RANDOM_SAMPLES);
  }

  private static Path defaultOutput(Target target, Quantizer quantizer) {
    String name = target.name().replaceFirst("\\.onnx$", "");
    return Path.of(name + "." + quantizer.name() + ".onnx");
  }

  private static Result result(Path out, long bytesIn, QuantizationReport report, double seconds) {
    List<Kept> kept =
        report.keptFloat().stream()
            .map(node -> new Kept(node.node(), node.keptFloat().orElse("")))
            .toList();
    return new Result(
        out.toString(),
        bytesIn,
        FileErrors.size(out),
        report.macsShare(),
        kept,
        report.countsByPrecision(),
        report.nodes().stream().map(NodeFate::of).toList(),
        report.findings(),
        report.decisions(),
        report.warnings(),
        Math.round(seconds * 1000) / 1000.0);
  }

  private String page(Target target, Result result, QuantizationReport report) {
    return QuantizationPage.of(
        new QuantizationPage.Subject(
            target.name(), result.output, result.bytesIn, result.bytesOut, result.seconds),
        report,
        Here.machine(typed()),
        common().accelerator().description());
  }

  private void show(Console output, Result result, QuantizationReport report) {
    output.say(
        String.format(
            Locale.ROOT,
            "Wrote %s: %s instead of %s (%.0f %%), in %.1f s",
            result.output,
            Units.bytes(result.bytesOut),
            Units.bytes(result.bytesIn),
            100.0 * result.bytesOut / result.bytesIn,
            result.seconds));
    QuantizationText.of(report).forEach(output::say);
    if (page != null) {
      output.say("The whole story: " + page);
    }
  }
}
