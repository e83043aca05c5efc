package dev.brisk.cli;

import dev.brisk.cli.bench.Percentiles;
import dev.brisk.cli.demo.Demo;
import dev.brisk.cli.report.Accuracy;
import dev.brisk.cli.report.Candidate;
import dev.brisk.cli.report.Comparison;
import dev.brisk.cli.report.HtmlReport;
import dev.brisk.cli.report.Machine;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.Json;
import dev.brisk.cli.terminal.OutputFile;
import dev.brisk.cli.terminal.ProgressDisplay;
import dev.brisk.cli.terminal.TextTable;
import dev.brisk.cli.terminal.Units;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the main job on the bundled model and data. */
@Command(
    name = "demo",
    description = {
      "Makes a bundled model int8 and shows what that did to its speed, size and accuracy.",
      "",
      "Writes the models, a report to look at (report.html) and the figures (report.json)."
    },
    footer = {"  brisk demo", "  brisk demo -o /tmp/demo --threads 1 --json"})
final class DemoCommand extends BriskCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "brisk-demo",
      description = "The folder to write to; default ${DEFAULT-VALUE}.")
  private Path folder = Path.of("brisk-demo");

  @Override
  void run(Console output) {
    Comparison comparison;
    try (ProgressDisplay progress = output.progress()) {
      comparison =
          new Demo(folder, common().accelerator(), common().compileOptions().threads(), progress)
              .run();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("float", comparison.before());
    result.put("best", comparison.best());
    result.put("front", comparison.front());
    result.put("reasons", comparison.reasons());
    Path page = folder.resolve("report.html");
    OutputFile.write(folder.resolve("report.json"), Json.of(result) + System.lineSeparator());
    OutputFile.write(page, HtmlReport.of(comparison, machine()));
    output.result(result);
    if (!output.isJson()) {
      show(output, comparison, page);
    }
  }

  private Machine machine() {
    Cpu cpu = Cpu.read();
    return new Machine(
        cpu.model(),
        cpu.features(),
        cpu.threads(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"),
        Version.number(),
        commandLine(),
        Instant.now()
            .truncatedTo(ChronoUnit.SECONDS)
            .toString()
            .replace('T', ' ')
            .replace("Z", " UTC"));
  }

  private String commandLine() {
    var threads = common().compileOptions().threads();
    return "brisk demo -o "
        + folder
        + (threads.isPresent() ? " --threads " + threads.getAsInt() : "");
  }

  private static void show(Console output, Comparison comparison, Path page) {
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
    output.say("");
    output.say(table);
    output.say("");
    Percentiles speedUp = comparison.speedUp();
    Accuracy accuracy = comparison.accuracy();
    output.say(
        String.format(
            Locale.ROOT,
            "  speed      %.2f x on %d thread%s (quartiles %.2f-%.2f)",
            speedUp.at(50),
            comparison.before().threads(),
            comparison.before().threads() == 1 ? "" : "s",
            speedUp.at(25),
            speedUp.at(75)));
    output.say(
        String.format(
            Locale.ROOT,
            "  size       %.0f %%",
            100.0 * comparison.after().bytes() / comparison.before().bytes()));
    output.say(
        String.format(
            Locale.ROOT,
            "  accuracy   %+.2f points; the same answer on %d of %d images",
            accuracy.after() - accuracy.before(),
            accuracy.agreed(),
            accuracy.samples()));
    comparison
        .kernels()
        .ifPresent(
            shares ->
                output.say(
                    String.format(
                        Locale.ROOT,
                        "  kernels    %d of %d layers fused into integer kernels",
                        shares.layers(),
                        shares.layers() + shares.floatLayers())));
    comparison.warnings().forEach(warning -> output.say("  warning    " + warning));
    output.say("");
    output.say("  The whole story: " + page);
  }
}
