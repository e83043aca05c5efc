package dev.brisk.cli;

import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Sensitivity;
import dev.brisk.Sensitivity.Part;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.ProgressDisplay;
import dev.brisk.cli.terminal.TextTable;
import dev.brisk.cli.terminal.Units;
import dev.brisk.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what quantizing parts of a model does to its outputs. */
@Command(
    name = "sensitivity",
    description = {
      "Shows what quantizing each node, and each block of nodes, alone does to a model's outputs, worst first.",
      "",
      "Ratios of signal to noise are in decibels: over all of an output, and in the column of it that is furthest off for its size. No labels are needed. What a block is called after are its first and last node."
    },
    footer = {
      "  brisk sensitivity digits.json --to int8",
      "  brisk sensitivity digits.json --to int8 --exclude conv1 --json"
    })
final class SensitivityCommand extends BriskCommand {
  private static final int SHOWN = 15;

  @Parameters(
      paramLabel = "MODEL_OR_TASK",
      description = "An ONNX model, or a task file (.json) with its samples.")
  private @Nullable Path argument;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PRECISION",
      description = "The precision that is looked at, such as int8.")
  private @Nullable String precision;

  @Option(
      names = "--exclude",
      paramLabel = "NODE",
      description = "Leave out a node, by name; may be given several times.")
  private List<String> excluded = List.of();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Set one of the quantizer's own settings; may be given several times.")
  private Map<String, String> settings = new TreeMap<>();

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Keep the calibration in this folder, and take it from there.")
  private @Nullable Path cache;

  @Override
  void run(Console output) {
    Quantizer quantizer = QuantizeCommand.quantizer(given(precision));
    Target target = Target.load(given(argument));
    Sensitivity sensitivity;
    try (ProgressDisplay progress = output.progress()) {
      QuantizationOptions options =
          QuantizationOptions.defaults()
              .accelerator(common().limitedAccelerator())
              .progress(progress.ofAbout(QuantizeCommand.samplesExpected(target)))
              .exclude(excluded.toArray(String[]::new));
      options = cache == null ? options : options.cache(cache);
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        options = options.with(setting.getKey(), setting.getValue());
      }
      sensitivity =
          quantizer.sensitivity(
              target.model(), QuantizeCommand.samples(output, quantizer, target), options);
    } catch (UnsupportedOperationException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    output.result(sensitivity);
    if (!output.isJson()) {
      show(output, "Node", sensitivity.nodes());
      show(output, "Block", sensitivity.blocks());
      output.say("Measured on " + sensitivity.samples() + " samples");
    }
  }

  private static void show(Console output, String title, List<Part> parts) {
    if (parts.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable(title, "all dB", "worst dB", "in column", "divergence", "multiply-adds");
    for (Part part : parts.subList(0, Math.min(SHOWN, parts.size()))) {
      table.row(
          part.name(),
          decimal("%.1f", part.sqnr()),
          decimal("%.1f", part.worst().sqnr()),
          part.worst().output() + "[" + part.worst().index() + "]",
          decimal("%.2g", part.divergence()),
          Units.count(part.macs()));
    }
    output.say(table);
    if (parts.size() > SHOWN) {
      output.say("%d more; --json lists them".formatted(parts.size() - SHOWN));
    }
    output.say("");
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
