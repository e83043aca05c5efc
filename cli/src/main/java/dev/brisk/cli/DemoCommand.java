package dev.brisk.cli;

import dev.brisk.cli.demo.Demo;
import dev.brisk.cli.report.Comparison;
import dev.brisk.cli.report.HtmlReport;
import dev.brisk.cli.report.Machine;
import dev.brisk.cli.report.TextReport;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.Json;
import dev.brisk.cli.terminal.OutputFile;
import dev.brisk.cli.terminal.ProgressDisplay;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
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
      output.say(TextReport.of(comparison, page));
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
    OptionalInt threads = common().compileOptions().threads();
    return "brisk demo -o "
        + folder
        + (threads.isPresent() ? " --threads " + threads.getAsInt() : "");
  }
}
