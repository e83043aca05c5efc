package dev.brisk.cli;

import dev.brisk.cli.demo.Demo;
import dev.brisk.cli.report.Comparison;
import dev.brisk.cli.report.HtmlReport;
import dev.brisk.cli.report.TextReport;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.Json;
import dev.brisk.cli.terminal.OutputFile;
import dev.brisk.cli.terminal.ProgressDisplay;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    OutputFile.write(page, HtmlReport.of(comparison, Here.machine(typed())));
    output.result(result);
    if (!output.isJson()) {
      output.say(TextReport.of(comparison, page));
    }
  }
}
